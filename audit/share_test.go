package audit

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unsafe"
)

type sharing struct {
	Role    string
	Lists   []inner
	Network *inner
	Highest *float64
	Nothing []string
	Empty   []string
}

type inner struct {
	Name string
	Tags []string
	On   bool
	N    int
}

func sharingOf(t *testing.T, n int) *sharing {
	t.Helper()
	v := &sharing{}
	text := fmt.Sprintf(`{"Role":"role","Lists":[{"Name":"a","Tags":["x","y"],"On":true},{"Name":"b","N":%d}],"Network":{"Name":"vpc"},"Highest":1.5,"Empty":[]}`, n)
	if err := json.Unmarshal([]byte(text), v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEqualPartsAreOneInMemory(t *testing.T) {
	s := newSharer()
	a, b, other := sharingOf(t, 1), sharingOf(t, 1), sharingOf(t, 2)
	for _, v := range []*sharing{a, b, other} {
		s.share(v)
	}
	if !reflect.DeepEqual(a, sharingOf(t, 1)) || !reflect.DeepEqual(b, a) || !reflect.DeepEqual(other, sharingOf(t, 2)) {
		t.Errorf("sharing changed a value: %+v, %+v, %+v", a, b, other)
	}
	if unsafe.StringData(a.Role) != unsafe.StringData(other.Role) || &a.Lists[0] != &b.Lists[0] || a.Network != other.Network {
		t.Error("equal parts are not one")
	}
	if &a.Lists[0] == &other.Lists[0] || &a.Lists[0].Tags[0] != &other.Lists[0].Tags[0] {
		t.Error("of lists that differ the equal parts should be one, and no others")
	}
}

func TestWhoAppendsToASharedListWritesOverNoOther(t *testing.T) {
	s := newSharer()
	a, b := sharingOf(t, 1), sharingOf(t, 1)
	a.Lists = append(make([]inner, 0, 9), a.Lists...)
	s.share(a)
	s.share(b)
	_ = append(a.Lists, inner{Name: "first"})
	if two := append(b.Lists, inner{Name: "second"}); two[2].Name != "second" || cap(a.Lists) != len(a.Lists) {
		t.Errorf("%v, room for %d", two, cap(a.Lists))
	}
}

// A sum may come again for other content: then nothing is shared.
func TestPartsOfOneSumAreCompared(t *testing.T) {
	s := newSharer()
	a, b := []inner{{Name: "a"}}, []inner{{Name: "b"}}
	s.share(&a)
	s.parts[part{reflect.TypeFor[[]inner](), s.list(reflect.ValueOf(&b).Elem())}] = reflect.ValueOf(a)
	again := []inner{{Name: "b"}}
	s.share(&again)
	if again[0].Name != "b" {
		t.Errorf("another list took its place: %v", again)
	}
}

// A text that was cut out of a longer one must not keep that in memory.
func TestSharedTextsAreCopies(t *testing.T) {
	long := strings.Repeat("x", 100)
	short := long[:3]
	newSharer().share(&short)
	if short != "xxx" || unsafe.StringData(short) == unsafe.StringData(long) {
		t.Error("the text is still a part of the longer one")
	}
}
