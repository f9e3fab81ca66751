package secrets

import (
	"cmp"
	_ "embed"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed vendors.json
var vendorsJSON []byte

// vendor is one shape of credential, as vendors.json describes it.
type vendor struct {
	ID          string     `json:"id"`
	Keywords    []string   `json:"keywords"`    // one of them is in every match; empty: look always
	Regex       string     `json:"regex"`       // RE2, without its borders
	Name        []string   `json:"name"`        // if given, the whole value must match and the name hold one of these words
	MinEntropy  float64    `json:"min_entropy"` // of the match, in bits per byte
	Publishable bool       `json:"publishable"` // meant to be seen
	Confidence  Confidence `json:"confidence"`  // empty: high
	Source      string     `json:"source"`

	form *regexp.Regexp
}

type vendorFile struct {
	AsOf    string    `json:"as_of"`
	About   string    `json:"about"`
	Vendors []*vendor `json:"vendors"`
}

// TablesAsOf is the date of the table of vendors' shapes.
func TablesAsOf() string { return vendorTable().AsOf }

// vendors are the shapes in the order in which they are tried: secrets first,
// so that a publishable key beside a secret one hides nothing.
func vendors() []*vendor { return vendorTable().Vendors }

var vendorTable = sync.OnceValue(loadVendors)

func loadVendors() vendorFile {
	var file vendorFile
	mustParse("vendors.json", vendorsJSON, &file)
	for _, v := range file.Vendors {
		border := `(?:^|[^0-9A-Za-z_])(` + v.Regex + `)(?:$|[^0-9A-Za-z_])`
		if len(v.Name) > 0 {
			border = `^(` + v.Regex + `)$`
		}
		v.form = regexp.MustCompile(border)
	}
	slices.SortStableFunc(file.Vendors, func(a, b *vendor) int { return rank(a) - rank(b) })
	return file
}

func rank(v *vendor) int {
	if v.Publishable {
		return 1
	}
	return 0
}

// byVendor knows the shapes that vendors give their credentials: first those
// of the table, then those that gitleaks has besides. A publishable key hides
// no secret beside it.
func byVendor(s subject) (verdict, bool) {
	public := verdict{}
	for _, v := range vendors() {
		match, ok := v.find(s)
		if !ok {
			continue
		}
		if !v.Publishable {
			return verdict{class: ClassSecret, kind: v.ID, step: StepVendor, confidence: cmp.Or(v.Confidence, High)}, true
		}
		public = verdict{class: ClassPublic, kind: v.ID, step: StepVendor}
		s.text = strings.ReplaceAll(s.text, match, " ")
	}
	if v, ok := byGitleaks(s); ok {
		return v, true
	}
	return public, public.class != ""
}

// find returns the first text within the subject that has the vendor's shape.
func (v *vendor) find(s subject) (match string, ok bool) {
	if len(v.Keywords) > 0 && !slices.ContainsFunc(v.Keywords, func(word string) bool { return strings.Contains(s.text, word) }) {
		return "", false
	}
	if len(v.Name) > 0 && !v.named(s.words) {
		return "", false
	}
	groups := v.form.FindStringSubmatch(s.text)
	if groups == nil || !v.believable(groups[1]) {
		return "", false
	}
	return groups[1], true
}

// named reports whether a variable's words allow a shape that has no mark of
// its own. Names of identifiers do not.
func (v *vendor) named(words []string) bool {
	if len(words) == 0 || tables().Tails.has(words[len(words)-1]) {
		return false
	}
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(v.Name, word) })
}

func (v *vendor) believable(match string) bool {
	if placeholderKind(match) != "" || entropy(match) < v.MinEntropy {
		return false
	}
	if strings.HasPrefix(v.ID, "jwt") {
		return v.Publishable == anonymous(match)
	}
	return true
}

// anonymous reports whether a JSON Web Token claims the role "anon", which
// Supabase publishes to browsers.
func anonymous(token string) bool {
	parts := strings.Split(token, ".")
	if len(parts) < 2 {
		return false
	}
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	return err == nil && strings.Contains(strings.ReplaceAll(string(claims), " ", ""), `"role":"anon"`)
}
