package secrets

import "strings"

// maxDepth bounds how far JSON in base64 in JSON is followed.
const maxDepth = 4

// Classifier classifies the variables of one run. It is safe for concurrent
// use if its known function is.
type Classifier struct {
	key   Key
	known func(resource string) bool
}

// NewClassifier returns a classifier that fingerprints with key. Known reports
// whether the audit knows a resource of that ARN, URL or name from elsewhere;
// only then may a Variable name it. A nil known knows none.
func NewClassifier(key Key, known func(resource string) bool) *Classifier {
	if known == nil {
		known = func(string) bool { return false }
	}
	return &Classifier{key: key, known: known}
}

// Classify says what the value of the named variable is. The same key, name
// and value always give the same Variable.
func (c *Classifier) Classify(name string, v Value) Variable {
	text := v.plain()
	s := subject{words: nameWords(name), text: tidy(text), known: c.known}
	found := decide(s)
	variable := Variable{
		Name:       name,
		Class:      found.class,
		Kind:       found.kind,
		Step:       found.step,
		Confidence: found.confidence,
		Length:     lengthBucket(len(text)),
		Traits:     c.traits(name, s.text, found.class),
	}
	if found.class == ClassSecret {
		variable.Fingerprint = c.key.fingerprint(text)
	}
	return variable
}

// subject is a text together with the words of the name it was found under:
// a variable, a JSON field or a decoded text.
type subject struct {
	words []string
	text  string
	depth int
	// inherited says that the words are of what holds the text, and that its
	// own name says nothing.
	inherited bool
	known     func(string) bool
}

// inside is a text found within s, under a name of its own.
func (s subject) inside(words []string, text string) subject {
	return subject{words: words, text: tidy(text), depth: s.depth + 1, known: s.known}
}

type verdict struct {
	class      Class
	kind       string
	step       Step
	confidence Confidence
}

func decide(s subject) verdict {
	steps := [...]func(subject) (verdict, bool){byReference, byNothing, byContent, byVendor, byName}
	for _, step := range steps {
		if v, ok := step(s); ok {
			return v
		}
	}
	return verdict{class: ClassPlain, step: StepNone}
}

// tidy drops blanks and one pair of quotes around a value, both left over from
// files that values are copied from.
func tidy(text string) string {
	text = strings.TrimSpace(text)
	if len(text) >= 2 && (text[0] == '"' || text[0] == '\'') && text[len(text)-1] == text[0] {
		return strings.TrimSpace(text[1 : len(text)-1])
	}
	return text
}
