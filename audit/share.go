package audit

import (
	"math"
	"reflect"
	"strings"
)

// A sharer lets equal parts of values be one in memory: roles, subnets and names
// of variables come again in thousands of functions, and what a function's
// versions run with mostly differs in nothing. Its tables are dropped when the
// snapshot is sealed.
type sharer struct {
	texts   map[string]text
	parts   map[part]reflect.Value // lists, and what pointers point to
	reasons map[Unknown]*Unknown
}

// A text is the one that is kept of equal ones, and its number among all texts.
type text struct {
	kept   string
	number uint64
}

// A part is known by its type and a sum of its content, which others may share.
type part struct {
	of  reflect.Type
	sum uint64
}

func newSharer() *sharer {
	return &sharer{texts: map[string]text{}, parts: map[part]reflect.Value{}, reasons: map[Unknown]*Unknown{}}
}

// Share lets the value, within a collector, hold texts and lists of values that
// the run has already, where it holds equal ones. It is for what a collector has
// to gather before it can put it.
func Share[T any](r Reader, value *T) {
	r.known.mu.Lock() // what is known stays the same
	defer r.known.mu.Unlock()
	r.known.shared.share(value)
}

// share shares the parts of what is pointed to.
func (s *sharer) share(value any) { s.value(reflect.ValueOf(value).Elem()) }

// value shares all parts of a value that may be set, and returns its sum.
func (s *sharer) value(v reflect.Value) uint64 {
	switch {
	case v.Kind() == reflect.String:
		return s.string(v)
	case v.Kind() == reflect.Struct:
		return s.fields(v)
	case v.Kind() == reflect.Slice && v.Len() > 0:
		return s.list(v)
	case v.Kind() == reflect.Pointer && !v.IsNil():
		return s.pointed(v)
	case v.Kind() == reflect.Bool && v.Bool():
		return 1
	case v.CanInt():
		return uint64(v.Int())
	case v.CanFloat():
		return math.Float64bits(v.Float())
	}
	return 0
}

func (s *sharer) string(v reflect.Value) uint64 {
	if v.Len() == 0 {
		return 0
	}
	t := s.text(v.String())
	v.SetString(t.kept)
	return t.number
}

// text returns the one that is kept of equal texts. It is a copy: what was cut out
// of a longer one would keep that in memory, and be it an environment's value.
func (s *sharer) text(of string) text {
	t, ok := s.texts[of]
	if !ok {
		t = text{strings.Clone(of), uint64(len(s.texts)) + 1}
		s.texts[t.kept] = t
	}
	return t
}

func (s *sharer) fields(v reflect.Value) uint64 {
	sum := uint64(0)
	for i := range v.NumField() {
		if field := v.Field(i); field.CanSet() {
			sum = mixed(sum, s.value(field))
		}
	}
	return sum
}

// list shares a list as a whole. What is kept has no room behind its end, where
// one who appends to it could write over another's.
func (s *sharer) list(v reflect.Value) uint64 {
	sum := uint64(v.Len())
	for i := range v.Len() {
		sum = mixed(sum, s.value(v.Index(i)))
	}
	if s.replace(v, sum) {
		return sum
	}
	if v.Cap() > v.Len() {
		exact := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(exact, v)
		v.Set(exact)
	}
	s.keep(v, sum)
	return sum
}

// pointed shares what a structure points to. A pointer to a single number is left
// as it is: to remember it would take more than it does.
func (s *sharer) pointed(v reflect.Value) uint64 {
	sum := s.value(v.Elem())
	if v.Elem().Kind() == reflect.Struct && !s.replace(v, sum) {
		s.keep(v, sum)
	}
	return sum
}

// replace puts an equal part in the place of v, if there is one.
func (s *sharer) replace(v reflect.Value, sum uint64) bool {
	kept, ok := s.parts[part{v.Type(), sum}]
	if !ok || !reflect.DeepEqual(kept.Interface(), v.Interface()) {
		return false
	}
	v.Set(kept)
	return true
}

// keep remembers a part by itself: v is a field that may change.
func (s *sharer) keep(v reflect.Value, sum uint64) {
	s.parts[part{v.Type(), sum}] = reflect.ValueOf(v.Interface())
}

// reason returns the one that is kept of equal reasons.
func (s *sharer) reason(why *Unknown) *Unknown {
	if why == nil {
		return nil
	}
	kept, ok := s.reasons[*why]
	if !ok {
		kept = why
		s.reasons[*why] = why
	}
	return kept
}

// mixed adds a number to a sum, so that the order of the numbers matters (FNV-1a
// over whole words).
func mixed(sum, number uint64) uint64 { return (sum ^ number) * 1099511628211 }
