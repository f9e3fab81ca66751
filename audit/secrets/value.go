package secrets

import (
	"fmt"
	"io"
	"log/slog"
)

// Mask is what every way of showing a Value or a Key prints.
const Mask = "[masked]"

// Value is the text of one environment variable. It cannot be printed,
// marshalled or logged, and only this package can read it: the text sits
// behind a function, which not even reflection opens.
type Value struct {
	reveal func() string
}

// NewValue wraps text; from here on it is out of reach.
func NewValue(text string) Value {
	return Value{reveal: func() string { return text }}
}

// String returns the mask.
func (v Value) String() string { return Mask }

// GoString returns the mask.
func (v Value) GoString() string { return Mask }

// Format writes the mask for every verb and flag.
func (v Value) Format(state fmt.State, _ rune) { writeMask(state) }

// MarshalJSON returns the mask as a JSON string.
func (v Value) MarshalJSON() ([]byte, error) { return []byte(`"` + Mask + `"`), nil }

// MarshalText returns the mask, which also covers XML, YAML and map keys.
func (v Value) MarshalText() ([]byte, error) { return []byte(Mask), nil }

// LogValue returns the mask.
func (v Value) LogValue() slog.Value { return slog.StringValue(Mask) }

func (v Value) plain() string {
	if v.reveal == nil {
		return ""
	}
	return v.reveal()
}

func writeMask(state fmt.State) {
	// A fmt.State has nobody to report a write error to; fmt ignores it too.
	_, _ = io.WriteString(state, Mask)
}
