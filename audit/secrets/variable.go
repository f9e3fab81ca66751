package secrets

// Class says what a value is.
type Class string

// The classes of values.
const (
	ClassSecret    Class = "secret"    // lets its holder in somewhere
	ClassReference Class = "reference" // names a place where something is kept, or is ciphertext
	ClassEmpty     Class = "empty"     // blank, placeholder, template or mask
	ClassPublic    Class = "public"    // public keys, certificates, publishable keys
	ClassPlain     Class = "plain"     // everything else
)

// Step names the step that decided.
type Step string

// The steps, in the order in which they are asked.
const (
	StepReference Step = "reference"
	StepNothing   Step = "nothing"
	StepContent   Step = "content"
	StepVendor    Step = "vendor"
	StepName      Step = "name"
	StepNone      Step = "none"
)

// Confidence says how sure a secret is; other classes carry none.
type Confidence string

// The levels of confidence.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Variable is all that is known of one environment variable outside this
// package. Every string but Name comes from a closed set, is a keyed hash, or
// is the name of a resource that the audit already knows.
type Variable struct {
	Name        string     `json:"name"`
	Class       Class      `json:"class"`
	Kind        string     `json:"kind,omitempty"` // such as url-password, github-token, password-by-name, arn
	Step        Step       `json:"step"`
	Confidence  Confidence `json:"confidence,omitempty"`
	Length      string     `json:"length"`                // bucket of bytes: 0, 1-7, 8-15, 16-31, 32-63, 64+
	Fingerprint string     `json:"fingerprint,omitempty"` // of the whole value; secrets only
	Traits      []Trait    `json:"traits"`
}

// Secret reports whether the variable holds a secret.
func (v Variable) Secret() bool { return v.Class == ClassSecret }

// Proven reports whether the value itself proves that it is a secret; if not,
// only the variable's name says so.
func (v Variable) Proven() bool {
	return v.Secret() && (v.Step == StepContent || v.Step == StepVendor)
}

func lengthBucket(bytes int) string {
	switch {
	case bytes == 0:
		return "0"
	case bytes < 8:
		return "1-7"
	case bytes < 16:
		return "8-15"
	case bytes < 32:
		return "16-31"
	case bytes < 64:
		return "32-63"
	}
	return "64+"
}
