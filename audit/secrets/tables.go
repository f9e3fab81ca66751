package secrets

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"
)

//go:embed names.json
var namesJSON []byte

// set is a list of words that is asked for membership.
type set map[string]struct{}

// UnmarshalJSON reads a set from a list.
func (s *set) UnmarshalJSON(data []byte) error {
	var words []string
	if err := json.Unmarshal(data, &words); err != nil {
		return err
	}
	*s = make(set, len(words))
	for _, word := range words {
		(*s)[word] = struct{}{}
	}
	return nil
}

func (s set) has(word string) bool {
	_, ok := s[word]
	return ok
}

// glued is a secret's word at the end of a longer one: PGPASSWORD.
type glued struct {
	Ending string `json:"ending"`
	Noun   string `json:"noun"`
}

// phrase is a row of words that together mean what one word does.
type phrase struct {
	Words []string `json:"words"`
	Means string   `json:"means"`
}

// vocabulary is names.json; the file says what each list is for.
type vocabulary struct {
	AsOf              string              `json:"as_of"`
	Nouns             map[string]string   `json:"nouns"`
	Weak              set                 `json:"weak"`
	Glued             []glued             `json:"glued"`
	Qualifiers        set                 `json:"key_qualifiers"`
	Owners            set                 `json:"owners"`
	NotAfter          map[string][]string `json:"not_after"`
	NotBefore         map[string][]string `json:"not_before"`
	Translations      map[string]string   `json:"translations"`
	Phrases           []phrase            `json:"phrases"`
	SentenceWords     set                 `json:"sentence_words"`
	Neutral           set                 `json:"neutral"`
	Tails             set                 `json:"tails"`
	OffAnywhere       set                 `json:"off_anywhere"`
	OffUnlessPassword set                 `json:"off_unless_password"`
	Stores            set                 `json:"stores"`
	Signatures        []string            `json:"signatures"`
	FieldWords        set                 `json:"field_words"`
	Placeholders      []string            `json:"placeholders"`
	PlaceholderWords  set                 `json:"placeholder_words"`
	Openers           set                 `json:"openers"`
	Prompts           set                 `json:"prompts"`
	Directions        set                 `json:"directions"`
	Fillers           set                 `json:"fillers"`
	Possessives       set                 `json:"possessives"`
	Closers           set                 `json:"closers"`
	Logins            set                 `json:"logins"`
	Settings          set                 `json:"settings"`
}

var tables = sync.OnceValue(func() *vocabulary {
	t := new(vocabulary)
	mustParse("names.json", namesJSON, t)
	return t
})

// mustParse reads an embedded file. A broken one is a mistake in the build,
// which the package's own test shows; no input leads here.
func mustParse(file string, data []byte, into any) {
	if err := json.Unmarshal(data, into); err != nil {
		panic("secrets: parse " + file + ": " + err.Error())
	}
}

// neutral reports whether a word after the noun leaves its meaning alone.
func (t *vocabulary) neutral(word string) bool {
	bare := strings.TrimRight(word, "0123456789")
	return len(bare) <= 1 && word != "s3" || t.Neutral.has(word) || t.Owners.has(word)
}

// fieldWord reports whether a word belongs to the names of secrets.
func (t *vocabulary) fieldWord(word string) bool {
	return t.Nouns[word] != "" || isKeyWord(word) || t.Qualifiers.has(word) || t.Owners.has(word) || t.FieldWords.has(word)
}

// owner reports whether a word says whose or of which stage a secret is.
func (t *vocabulary) owner(word string) bool {
	return t.Owners.has(word) || t.Neutral.has(word)
}

// setting reports whether a text is a word of common configuration, such as a
// log level or an authentication method.
func (t *vocabulary) setting(text string) bool {
	return t.Settings.has(strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(text)))
}
