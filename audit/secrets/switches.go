package secrets

import (
	_ "embed"
	"regexp"
	"sync"
)

//go:embed switches.json
var switchesJSON []byte

// allowed are variables of AWS and of runtimes whose settings rules may read,
// and the form that a setting must have to be shown.
type allowed struct {
	Names  []string `json:"names"`
	Form   string   `json:"form"`
	Source string   `json:"source"`
}

var switches = sync.OnceValue(func() map[string]*regexp.Regexp {
	var file struct {
		Switches []allowed `json:"switches"`
	}
	mustParse("switches.json", switchesJSON, &file)
	forms := make(map[string]*regexp.Regexp)
	for _, group := range file.Switches {
		form := regexp.MustCompile(`^(?:` + group.Form + `)$`)
		for _, name := range group.Names {
			forms[name] = form
		}
	}
	return forms
})

// literalAllowed reports whether a variable is an allow-listed switch and its
// value has the form of a setting of that switch, not of something pasted into
// the wrong variable.
func literalAllowed(name, text string) bool {
	form := switches()[name]
	return form != nil && form.MatchString(text) && !looksRandom(text) && (len(text) < 16 || !isHex(text))
}
