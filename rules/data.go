package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"
)

// Data is what rots: dated tables that a user can replace.
type Data struct {
	Runtimes Runtimes
	Prices   Prices
	Managed  Managed
}

// DefaultData returns the tables that the program was built with.
func DefaultData() *Data {
	return &Data{Runtimes: DefaultRuntimes(), Prices: DefaultPrices(), Managed: DefaultManaged()}
}

// Date is a day as AWS announces it. The zero Date says that none is known.
type Date struct{ time.Time }

// String returns the day as 2006-01-02, or "" where none is known.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}

// Reached reports whether the day is known and has begun (UTC) at that time.
func (d Date) Reached(at time.Time) bool { return !d.IsZero() && !at.Before(d.Time) }

// UnmarshalJSON reads a day written as 2006-01-02.
func (d *Date) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return fmt.Errorf("a date is written as \"2006-01-02\", not %s", raw)
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return fmt.Errorf("a date is written as 2006-01-02, not %q", text)
	}
	d.Time = day
	return nil
}

// MarshalJSON writes the day as 2006-01-02, or "" where none is known.
func (d Date) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// strictly decodes one JSON value, of which every field must be known.
func strictly(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return decoding(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON value")
	}
	return nil
}

// decoding says in plain words what the JSON decoder found.
func decoding(err error) error {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) || wrong.Field == "" {
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	return fmt.Errorf("%s must be %s, not %s", wrong.Field, kindName(wrong.Type), wrong.Value)
}

// kindName tells people what a Go type takes.
func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "keys with values"
	}
	return "a " + t.Kind().String()
}

// checkDated refuses a table that does not say of when it is, and from where.
func checkDated(asOf string, sources []string) error {
	if _, err := time.Parse(time.DateOnly, asOf); err != nil {
		return fmt.Errorf("as_of must be a day such as 2006-01-02, not %q", asOf)
	}
	if len(sources) == 0 {
		return errors.New("it names no sources")
	}
	return nil
}

// embedded stops the program over a table that was built in broken.
func embedded[T any](table T, err error) T {
	if err != nil {
		panic(err)
	}
	return table
}
