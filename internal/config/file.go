package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// Name is the file that is read from the working directory where none is named.
const Name = "lambda-audit.yaml"

// A File is what a configuration file says. What it leaves out is nil.
type File struct {
	Path       string
	Enable     []string // patterns of rules, as rules.Selection takes them
	Disable    []string
	Severities map[string]rules.Severity  // by rule
	Params     map[string]json.RawMessage // by rule
	Trust      rules.Trust
	// Settings are what flags can say, too: the values, by the flag's name.
	Settings      map[string][]string
	Overrides     []rules.Override
	Suppress      []rules.Suppression
	SuppressByTag *rules.ByTag  // nil: tags suppress nothing
	Custom        []*rules.Rule // of the files that it names

	choice rules.Choice // that it speaks of
	places map[string]Place
}

// Where says where a key stands: "lambda-audit.yaml:3". Keys are joined with
// dots, items counted from 0: "functions[0].disable".
func (f *File) Where(key string) string {
	return f.Path + ":" + strconv.Itoa(f.places[key].Line)
}

// Load reads the file. What is wrong with it is Problems, or an audit.UsageError
// where it cannot be read. It may speak of the registered rules, of those given, and
// of those in the files that it names.
func Load(path string, now time.Time, given ...*rules.Rule) (*File, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, &audit.UsageError{Message: fmt.Sprintf("read the configuration: %v", err), Hint: "lambda-audit config init writes one"}
	}
	return parse(path, raw, now, LoadRules, given)
}

// Parse reads a file's text; an empty one says nothing. Now is what the ends of
// suppressions are measured from; the zero time allows any. The files of custom
// rules that it names are not read. The error is Problems.
func Parse(path string, text []byte, now time.Time, given ...*rules.Rule) (*File, error) {
	return parse(path, text, now, nil, given)
}

func parse(path string, text []byte, now time.Time, load func(string) (*CustomRules, error), given []*rules.Rule) (*File, error) {
	r := newReading(path, published())
	r.now, r.load = now, load
	var err error
	if r.choice, err = rules.Registered().With(given...); err != nil {
		return nil, err
	}
	var d document
	values, err := r.decode(text, &d)
	if err != nil {
		return nil, err
	}
	f := r.file(&d)
	f.Settings, f.choice = settingsIn(values), r.choice
	if err := r.problems.sorted(); err != nil {
		return nil, err
	}
	return f, nil
}

// yamlLine finds the line in the words of the YAML parser.
var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// document returns the file's one document; nil where it has none.
func (r *reading) document(text []byte) *yaml.Node {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var first, second yaml.Node
	err := decoder.Decode(&first)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil {
		if err = decoder.Decode(&second); errors.Is(err, io.EOF) {
			return content(&first)
		} else if err == nil {
			r.wrong(placeOf(&second), "", "a second document begins, and one is read")
			return nil
		}
	}
	said := err.Error()
	at := Place{1, 1}
	if found := yamlLine.FindStringSubmatch(said); found != nil {
		said = said[len(found[0]):]
		at.Line = max(1, number(found[1]))
	}
	r.wrong(at, "", "it is no YAML: %s", said)
	return nil
}

// content returns what stands in a document; nil where nothing does.
func content(document *yaml.Node) *yaml.Node {
	root := document.Content[0]
	if root.ShortTag() == "!!null" {
		return nil
	}
	return root
}

// number reads digits; none is 0.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
