package config

import (
	"encoding/json"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"lambda-audit/rules"
)

// A reading is one file under way: where everything in it stands, and what is
// wrong with it.
type reading struct {
	path     string
	now      time.Time
	whole    *schema                            // of the file
	choice   rules.Choice                       // that it may speak of
	load     func(string) (*CustomRules, error) // reads a file that it names; nil: none is read
	places   map[string]Place                   // by keys joined with dots; items as key[0]
	texts    map[string]*yaml.Node              // where texts stand, by the same
	problems Problems
}

// wrong notes a mistake.
func (r *reading) wrong(at Place, hint, format string, args ...any) {
	lister := "config validate"
	if r.whole == publishedRules() {
		lister = "rules test"
	}
	r.problems = append(r.problems, Problem{r.path, at, fmt.Sprintf(format, args...), hint, lister})
}

func placeOf(n *yaml.Node) Place { return Place{n.Line, n.Column} }

func newReading(path string, whole *schema) *reading {
	return &reading{path: path, whole: whole, places: map[string]Place{}, texts: map[string]*yaml.Node{}}
}

// decode reads the file's text by its schema, and returns what stands in it.
func (r *reading) decode(text []byte, into any) (map[string]any, error) {
	values := map[string]any{}
	if root := r.document(text); root != nil {
		values, _ = r.value("", root, r.whole).(map[string]any)
	}
	raw, err := json.Marshal(values)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", r.path, err)
	}
	return values, nil
}
