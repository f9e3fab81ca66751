package running

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// Tells reports whether a saving is told of the subject, a function or a version
// of it. The metrics are those of all versions together, and are saved on once: of
// the first configuration that has the fault, $LATEST before the versions. It
// needs the view MayRun.
func Tells(in *rules.Input, fault func(*facts.Config) bool) bool {
	all, _ := views.MayRun.Of(in.Facts, in.Subject.Functions[0]) // of what is not known nothing is told
	i := slices.IndexFunc(all, func(c facts.Config) bool { return fault(&c) })
	_, version := audit.FunctionARN(in.Subject.ID)
	return i < 0 || all[i].Version == version
}
