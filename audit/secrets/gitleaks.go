package secrets

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/viper"
	"github.com/zricethezav/gitleaks/v8/config"
)

//go:embed gitleaks.json
var gitleaksJSON []byte

// published are gitleaks' rules as far as they know a value by itself, and the
// texts that none of them means.
type published struct {
	rules       []config.Rule
	allowed     []*config.Allowlist
	publishable []string // ids of rules for keys that are meant to be seen
}

// gitleaks takes tens of milliseconds to read, so it is read when a value is
// first to be compared with it.
var gitleaks = sync.OnceValue(func() *published {
	p, err := loadGitleaks()
	if err != nil { // the rules are part of the build, and the package's own test reads them
		panic("secrets: " + err.Error())
	}
	return p
})

func loadGitleaks() (*published, error) {
	all, err := gitleaksRules()
	if err != nil {
		return nil, fmt.Errorf("read the rules of gitleaks: %w", err)
	}
	var choice struct {
		LeftOut     map[string]string `json:"left_out"` // id and why
		Publishable []string          `json:"publishable"`
	}
	mustParse("gitleaks.json", gitleaksJSON, &choice)
	rules := slices.DeleteFunc(all.GetOrderedRules(), func(rule config.Rule) bool {
		return choice.LeftOut[rule.RuleID] != "" || !knowsValues(rule)
	})
	return &published{rules, all.Allowlists, choice.Publishable}, nil
}

// gitleaksRules reads the rules within the gitleaks module as its own program
// does, but with a reader of their own.
func gitleaksRules() (config.Config, error) {
	reader := viper.New()
	reader.SetConfigType("toml")
	var file config.ViperConfig
	if err := reader.ReadConfig(strings.NewReader(config.DefaultConfig)); err != nil {
		return config.Config{}, err
	}
	if err := reader.Unmarshal(&file); err != nil {
		return config.Config{}, err
	}
	return file.Translate()
}

// assignment is the sign that gitleaks' rules ask for between an identifier
// with the vendor's name and the value.
const assignment = `(?:=|>|:{1,3}=|`

// knowsValues reports whether a rule needs no more than the value: neither the
// path of its file nor, in every alternative, an assignment.
func knowsValues(rule config.Rule) bool {
	return rule.Regex != nil && rule.Path == nil && len(rule.Keywords) > 0 && !strings.Contains(rule.Regex.String(), assignment)
}

// minPublished is below the shortest secret that a rule of gitleaks knows.
const minPublished = 12

// byGitleaks knows the shapes that only gitleaks' rules describe. Their words
// are looked for in the name, too: some stand for the vendor's name.
func byGitleaks(s subject) (verdict, bool) {
	if len(s.text) < minPublished {
		return verdict{}, false
	}
	known := gitleaks()
	about := strings.ToLower(strings.Join(s.words, "_") + "=" + s.text)
	for i := range known.rules {
		rule := &known.rules[i]
		if !slices.ContainsFunc(rule.Keywords, func(word string) bool { return strings.Contains(about, word) }) || !known.find(rule, s.text) {
			continue
		}
		if slices.Contains(known.publishable, rule.RuleID) {
			return verdict{class: ClassPublic, kind: rule.RuleID, step: StepVendor}, true
		}
		return verdict{class: ClassSecret, kind: rule.RuleID, step: StepVendor, confidence: High}, true
	}
	return verdict{}, false
}

// maxFinds bounds how many texts of one value are compared with one rule.
const maxFinds = 10

// find reports whether a rule finds a secret that nothing speaks against.
func (p *published) find(rule *config.Rule, text string) bool {
	for _, match := range rule.Regex.FindAllStringSubmatch(text, maxFinds) {
		secret := secretOf(rule, match)
		if placeholderKind(secret) != "" || rule.Entropy > 0 && entropy(secret) <= rule.Entropy {
			continue
		}
		allows := func(list *config.Allowlist) bool { return speaksAgainst(list, secret, match[0], text) }
		if !slices.ContainsFunc(rule.Allowlists, allows) && !slices.ContainsFunc(p.allowed, allows) {
			return true
		}
	}
	return false
}

// secretOf returns the part of a match that is the secret: the group that the
// rule names, else the first that holds anything, else the whole.
func secretOf(rule *config.Rule, match []string) string {
	if rule.SecretGroup > 0 {
		return match[rule.SecretGroup]
	}
	for _, group := range match[1:] {
		if group != "" {
			return group
		}
	}
	return match[0]
}

// speaksAgainst reports whether a list of gitleaks says that a find is none. Lists
// that ask for a path or a commit as well say nothing of values.
func speaksAgainst(list *config.Allowlist, secret, match, text string) bool {
	if list.MatchCondition == config.AllowlistMatchAnd && len(list.Paths)+len(list.Commits) > 0 {
		return false
	}
	target := map[string]string{"match": match, "line": text}[list.RegexTarget]
	if list.RegexTarget == "" {
		target = secret
	}
	byForm := list.RegexAllowed(target)
	byWord, _ := list.ContainsStopWord(secret)
	if list.MatchCondition == config.AllowlistMatchAnd {
		return (byForm || len(list.Regexes) == 0) && (byWord || len(list.StopWords) == 0)
	}
	return byForm || byWord
}
