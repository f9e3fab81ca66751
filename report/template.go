package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"lambda-audit/audit"
)

var _ = register(&Format{
	Name: "template",
	Doc:  "what the Go template in FILE makes of it: -o template=FILE, or template=FILE=OUT",
	Of:   templateOf,
	Write: func(io.Writer, *Report) error {
		return errors.New("it is not said which file the report is made of")
	},
})

// templateFuncs are what a template has besides Go's own functions.
var templateFuncs = template.FuncMap{
	"json":     templateJSON,
	"csv":      func(v any) string { return quoted(defused(fmt.Sprint(v))) },
	"markdown": func(v any) string { return mdText(fmt.Sprint(v)) },
	"code":     func(v any) string { return mdCode(fmt.Sprint(v)) },
	"join":     templateJoin,
	"upper":    strings.ToUpper,
}

func templateJSON(v any) (string, error) {
	if v == nil {
		return "null", nil
	}
	return encodeRow(v, "", "")
}

// templateJoin puts the separator between the texts of a list.
func templateJoin(separator string, list []any) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = fmt.Sprint(v)
	}
	return strings.Join(texts, separator)
}

// templateOf makes a format of the template in the file. A mistake in it is found
// here, before anything is asked of AWS: one of grammar, and a name that no row has.
func templateOf(file string) (*Format, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, &audit.UsageError{Message: fmt.Sprintf("read the template: %v", err)}
	}
	parsed, err := template.New(filepath.Base(file)).Option("missingkey=error").Funcs(templateFuncs).Parse(string(text))
	if err == nil {
		err = misnamed(parsed)
	}
	if err != nil {
		return nil, &audit.UsageError{
			Message: strings.Replace(err.Error(), "template: "+filepath.Base(file), file, 1),
			Hint:    "its names are those of the json report, as in {{range .findings}}{{.rule}}{{end}}",
		}
	}
	return &Format{Name: "template", Doc: "the template " + file, Write: func(w io.Writer, r *Report) error {
		return parsed.Execute(w, templateData(r))
	}}, nil
}

// misnamed tries the template on one row of each kind, without values. What it does
// with values may fail there and be right; a name that is missing there is wrong.
func misnamed(t *template.Template) error {
	err := t.Execute(io.Discard, templateData(blank()))
	if err == nil || !strings.Contains(err.Error(), "map has no entry for key") {
		return nil
	}
	return errors.New(strings.ReplaceAll(err.Error(), "map has no entry for key", "nothing is called"))
}
