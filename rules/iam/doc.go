// Package iam understands IAM policies: it parses them, matches their patterns, weighs their conditions, and says what
// a role may really do once Deny statements and the permissions boundary have been taken off.
//
// Every answer errs on one side. A Deny or a boundary takes something away only when it surely does; what could not be
// read is unknown and never "no". Service control policies cannot be seen from an account and are not evaluated.
//
// The way through the package: [Parse] gives a [Document]; [Match], [Covers] and [Overlaps] compare patterns;
// [Condition.Judge] weighs one condition; [Role] answers [Role.Admin], [Role.Wildcards], [Role.Allows] and
// [Role.Escalations], and [Role.Judge] puts the answers into one verdict; [ReadBundle] reads a role that somebody wrote
// down in a file; [Public] and [ServicePrincipals] read the policy of a function, [Trusts] the trust policy of a role.
package iam
