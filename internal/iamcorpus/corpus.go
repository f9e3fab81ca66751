// Package iamcorpus reads the corpus of policies and roles, each with the verdict that people gave it, and has the
// program judge them. Tests of several packages measure the program by it.
package iamcorpus

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lambda-audit/rules/iam"
	"lambda-audit/rules/iamcheck"
)

// Row is one policy or role, and what a person says of it.
type Row struct {
	Name     string          `json:"name"`
	Policy   string          `json:"policy"`   // one of AWS's own, by name
	Document json.RawMessage `json:"document"` // or a document of our own
	Text     string          `json:"text"`     // or one as the IAM API sends it
	Bundle   json.RawMessage `json:"bundle"`   // or a whole role

	Expect      iam.Verdict   `json:"expect"`
	Accept      []iam.Verdict `json:"accept"`       // other verdicts that can be argued for
	Verdicts    []string      `json:"verdicts"`     // what holds besides
	MustNot     []string      `json:"must_not"`     // what does not hold
	Paths       []Label       `json:"paths"`        // some of the paths that are open
	MaxSeverity string        `json:"max_severity"` // the worst that may be said of it

	Source string `json:"source"`
	Why    string `json:"why"`

	Apart bool `json:"-"` // whether the row is of a file that only we are measured by

	arn string // of AWS's policy
}

// Label is a path that is open, by the number pathfinding.cloud gives it ("-" where it has none) and by its actions.
type Label struct {
	ID      string   `json:"id"`
	Actions []string `json:"actions"`
}

// Managed is one of AWS's own policies.
type Managed struct {
	ARN      string          `json:"arn"`
	Version  string          `json:"version"`
	Source   string          `json:"source"`
	Document json.RawMessage `json:"document"`
}

// Load reads the corpus from its directory: AWS's own policies first, then those written for it, then the roles, and
// last what was written by somebody who had seen neither the program nor the rest.
func Load(dir string) ([]Row, error) {
	var library struct{ Policies map[string]Managed }
	if err := read(filepath.Join(dir, "managed_policies.json"), &library); err != nil {
		return nil, err
	}
	var rows []Row
	for _, name := range []string{"managed.json", "written.json", "bundles.json", "blind.json"} {
		var file struct {
			Apart string // why the peers are not asked about the rows
			Rows  []Row
		}
		if err := read(filepath.Join(dir, name), &file); err != nil {
			return nil, err
		}
		for _, row := range file.Rows {
			row.Apart = file.Apart != ""
			rows = append(rows, row)
		}
	}
	for i, row := range rows {
		if row.Policy == "" {
			continue
		}
		policy, found := library.Policies[row.Policy]
		if !found {
			return nil, fmt.Errorf("read the corpus: no policy %q", row.Policy)
		}
		rows[i].Document, rows[i].arn = policy.Document, policy.ARN
	}
	return rows, nil
}

func read(path string, into any) error {
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("read the corpus: %s: %w", path, err)
	}
	return nil
}

// Judge has the program say what it says of the row's file. One of AWS's policies is attached to a role, as people do.
func (r Row) Judge() (iamcheck.Row, error) {
	bundle, err := r.Read()
	if err != nil {
		return iamcheck.Row{}, err
	}
	return iamcheck.Judge(r.Name, bundle), nil
}

// Read reads the row's file.
func (r Row) Read() (iam.Bundle, error) {
	bundle, err := iam.ReadBundle(r.file())
	if err != nil {
		return iam.Bundle{}, fmt.Errorf("read %q: %w", r.Name, err)
	}
	return bundle, nil
}

func (r Row) file() string {
	switch {
	case r.Policy != "":
		return fmt.Sprintf(`{"name": "role", "managed": [{"arn": %q, "document": %s}]}`, r.arn, r.Document)
	case r.Text != "":
		return r.Text
	case r.Bundle != nil:
		return string(r.Bundle)
	}
	return string(r.Document)
}

// Opened reports whether one of the paths is the label's, by its number or its actions.
func (l Label) Opened(paths []iamcheck.Path) bool {
	return slices.ContainsFunc(paths, func(p iamcheck.Path) bool { return p.ID == l.ID || l.Covers(p.Actions) })
}

// Covers reports whether the actions of a path are all among the label's, the deciding first one included.
func (l Label) Covers(actions []string) bool {
	among := func(action string) bool {
		return slices.ContainsFunc(l.Actions, func(a string) bool { return strings.EqualFold(a, action) })
	}
	first := func(action string) bool { return strings.EqualFold(action, l.Actions[0]) }
	return slices.ContainsFunc(actions, first) && !slices.ContainsFunc(actions, func(a string) bool { return !among(a) })
}

// JSON is the row's document as plain JSON, for programs that read nothing else.
func (r Row) JSON() (json.RawMessage, error) {
	if r.Text == "" {
		return r.Document, nil
	}
	text, err := url.PathUnescape(r.Text)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", r.Name, err)
	}
	return json.RawMessage(text), nil
}

// Accepted lists the verdicts that are right.
func (r Row) Accepted() []iam.Verdict { return append([]iam.Verdict{r.Expect}, r.Accept...) }

// Flagged reports whether a verdict says that something is too wide.
func Flagged(v iam.Verdict) bool { return v != iam.VerdictClean && v != iam.VerdictUnknown }

// Flagged reports whether the row should be flagged; sure is false where both can be argued for.
func (r Row) Flagged() (flagged, sure bool) {
	flagged = Flagged(r.Expect)
	return flagged, !slices.ContainsFunc(r.Accept, func(v iam.Verdict) bool { return Flagged(v) != flagged })
}
