package rules

import (
	"maps"
	"slices"

	"lambda-audit/audit"
)

// SubjectsRow tells which subjects of a kind there were beside the functions,
// which have rows of their own. With it what is gone can be told from what was
// mended.
type SubjectsRow struct {
	Stamp
	SubjectKind string `json:"subject_kind"`
	Complete    bool   `json:"complete"` // false where not all could be listed
	IDs         []ID   `json:"ids"`      // those of SubjectID, sorted
}

// subjectRows lists the kinds that the reported rules judge.
func (e *evaluation) subjectRows() []SubjectsRow {
	kinds := map[audit.KindName]bool{}
	for _, j := range e.judges {
		for _, kind := range j.Kinds {
			kinds[kind] = kinds[kind] || j.reported && kind != functionKind
		}
	}
	list := []SubjectsRow{}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		if !kinds[kind] {
			continue
		}
		subjects, err := e.known.Subjects(kind)
		row := SubjectsRow{e.stamp(audit.Global), string(kind), err == nil, make([]ID, len(subjects))}
		for i := range subjects {
			row.IDs[i] = SubjectID(e.known.Header.Account, subjects[i].ID)
		}
		slices.Sort(row.IDs)
		list = append(list, row)
	}
	return list
}
