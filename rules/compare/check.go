package compare

import (
	"errors"
	"slices"
)

// needed are the members without which nothing can be said to be mended.
var needed = []string{"accounts", "functions", "findings", "rules", "summary", "not_selected", "subjects"}

// check refuses a result that leaves out what a comparison rests on: whatever is
// not in it would pass for mended.
func (f *file) check() error {
	for _, name := range needed {
		if !slices.Contains(f.seen, name) {
			return errors.New("it was written by a version whose results cannot be compared: audit again")
		}
	}
	for _, a := range f.record.accounts {
		if a.failures < a.counted {
			return errors.New("it does not list all that fails: write it without --show")
		}
	}
	if f.unknown < f.lacking {
		return errors.New("it does not list what is unknown: write it without --show")
	}
	return nil
}
