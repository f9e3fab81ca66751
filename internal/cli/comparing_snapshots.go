package cli

import (
	"encoding/json"
	"io"

	"lambda-audit/audit"
)

// comparingSnapshots chooses what a run over snapshots is compared with: their
// headers tell of which accounts they are, and when they were taken. What is wrong
// with one of them is said where it is judged.
func (p *Program) comparingSnapshots(made *plan, found *sources) (*comparing, error) {
	if made.baseline == nil {
		return nil, nil
	}
	whole := found.whole()
	run := presentRun{id: whole.RunID, takenAt: whole.TakenAt, outputs: made.outputs}
	for _, path := range found.files {
		if path == "-" {
			return nil, usage("give it as a file", "standard input can be read only once, and --baseline needs to know first of which account it is")
		}
		h, err := readStored(p, path, readHeader)
		if err != nil {
			continue
		}
		run.accounts = append(run.accounts, h.Account)
		if h.TakenAt.After(run.takenAt) {
			run.takenAt = h.TakenAt
		}
	}
	for i := range found.missing {
		if part := &found.missing[i]; part.Skipped == "" {
			run.accounts = append(run.accounts, part.Account)
		}
	}
	return comparingWith(p.pastOf(made.baseline, run)), nil
}

// readHeader reads the beginning of a snapshot.
func readHeader(in io.Reader) (audit.Header, error) {
	var h audit.Header
	return h, json.NewDecoder(in).Decode(&h)
}
