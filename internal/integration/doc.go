// Package integration audits servers that nobody here wrote, ministack and
// moto, and has a client that nobody here wrote, boto3, read the server of
// package fixtures. It also asks cloudsplaining and parliament, who judge IAM
// policies too, about the same policies, and has what reads the program's outputs
// judge them. Its tests need Python environments and other people's programs, so they
// carry the build tag integration; .ci/run installs all that and runs them.
package integration
