package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// encodeRow returns the row as JSON for programs: no list is null, no number is
// longer than what it says (see round), times are UTC, <, > and & stay as they
// are, and what a terminal would obey is escaped. Without an indent the row is
// one line.
func encodeRow(row any, prefix, indent string) (string, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if indent != "" {
		encoder.SetIndent(prefix, indent)
	}
	if err := encoder.Encode(tidy(reflect.ValueOf(row)).Interface()); err != nil {
		return "", fmt.Errorf("encode a row: %w", err)
	}
	return escapeUnprintable(strings.TrimSuffix(text.String(), "\n")), nil
}

// WriteJSON writes a value as it is, indented for people; <, > and & stay as they
// are, and what a terminal would obey is escaped.
func WriteJSON(w io.Writer, v any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, escapeUnprintable(text.String()))
	return err
}

var timeType = reflect.TypeFor[time.Time]()

// tidy returns a copy of the value as it is to be written.
func tidy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Struct:
		return tidyStruct(v)
	case reflect.Slice:
		return tidySlice(v)
	case reflect.Pointer, reflect.Interface:
		return tidyOptional(v)
	case reflect.Float64:
		return reflect.ValueOf(round(v.Float())).Convert(v.Type())
	}
	return v
}

func tidyStruct(v reflect.Value) reflect.Value {
	if v.Type() == timeType {
		return reflect.ValueOf(v.Interface().(time.Time).UTC())
	}
	copied := reflect.New(v.Type()).Elem()
	for i := range v.NumField() {
		if field := copied.Field(i); field.CanSet() {
			field.Set(tidy(v.Field(i)))
		}
	}
	return copied
}

func tidySlice(v reflect.Value) reflect.Value {
	copied := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		copied.Index(i).Set(tidy(v.Index(i)))
	}
	return copied
}

// tidyOptional keeps what is absent absent, and makes absent what is no number.
func tidyOptional(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	inner := v.Elem()
	if inner.Kind() == reflect.Float64 && (math.IsNaN(inner.Float()) || math.IsInf(inner.Float(), 0)) {
		return reflect.Zero(v.Type())
	}
	if v.Kind() == reflect.Interface {
		return tidy(inner)
	}
	copied := reflect.New(inner.Type())
	copied.Elem().Set(tidy(inner))
	return copied
}

// round keeps four decimals of a number from one upwards, and six significant
// digits of a smaller one: enough for a price per GB-second, and 0.1 + 0.2 is
// 0.3 again.
func round(v float64) float64 {
	if math.Abs(v) >= 1 {
		return shortest(v, 'f', 4)
	}
	return shortest(v, 'g', 6)
}

func shortest(v float64, form byte, digits int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, form, digits, 64), 64)
	if err != nil {
		return v
	}
	return rounded
}

// escapeUnprintable writes the characters that must not reach a terminal as
// JSON escapes. They can only stand in strings, so the value stays the same.
func escapeUnprintable(text string) string {
	if strings.IndexFunc(text, unprintableInJSON) < 0 {
		return text
	}
	var escaped strings.Builder
	for _, r := range text {
		if !unprintableInJSON(r) {
			escaped.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&escaped, `\u%04x`, unit)
		}
	}
	return escaped.String()
}

// unprintableInJSON leaves out the line breaks between members.
func unprintableInJSON(r rune) bool { return r != '\n' && unprintable(r) }
