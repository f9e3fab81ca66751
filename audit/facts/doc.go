// Package facts holds what lambda-audit can find out, one fact a file: its value,
// the calls it takes, the IAM actions they need, and when no call is needed.
package facts

//go:generate go test -run ^TestSnapshotSchemaIsCurrent$ . -update
