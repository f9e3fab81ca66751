package security

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// table reads one of the dated tables beside the rules. They are part of the
// program, so one that cannot be read is a defect of the build; the tests read
// every one.
func table[T any](raw []byte) T {
	var t T
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		panic(fmt.Errorf("read an embedded table of the security rules: %w", err))
	}
	return t
}
