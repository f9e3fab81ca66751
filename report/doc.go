// Package report writes the result of an audit in the formats people and
// programs ask for: one file a format. It prints what package rules decided and
// decides nothing itself.
package report
