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

// Alike reports whether all that ran has in common what a saving is reckoned
// from, because the metrics do not tell the versions apart, and whether that is
// sure: all that may have run beside is alike, too. It needs the view Running.
func Alike(in *rules.Input, same func(*facts.Config) bool) (alike, sure bool) {
	runs, err := views.Running.Of(in.Facts, in.Subject.Functions[0])
	if err != nil || runs.Open != nil {
		return false, false
	}
	other := func(r views.Run) bool { return !same(&r.Config) }
	sure = !slices.ContainsFunc(runs.Maybe, other)
	if len(runs.Ran) == 0 {
		return sure, sure
	}
	return !slices.ContainsFunc(runs.Ran, other), sure
}
