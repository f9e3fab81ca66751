// Package integration audits servers that nobody here wrote, ministack and
// moto, and has a client that nobody here wrote, boto3, read the server of
// package fixtures. It also asks cloudsplaining and parliament, who judge IAM
// policies too, about the same policies. Its tests need Python environments, so
// they carry the build tag integration; .ci/run makes the environments and runs
// them.
package integration
