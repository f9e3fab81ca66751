package secrets

import (
	"encoding/json"
	"sync"
)

// constantText is all the text that a Variable may hold without having taken
// it from the value, as JSON.
var constantText = sync.OnceValue(func() []byte {
	kinds := []string{
		"arn", "dynamic-reference", "ciphertext", "store-reference", "kms-key", "secret-name", "file-path", "path",
		"empty", "template", "mask", "placeholder", "field-name", "boolean", "number", "version", "time", "region", "digest", "address", "word",
		"private-key", "key-store", "public-key", "url-password", "url-token", "dsn-password", "passwords-in-text", "basic-header", "bearer-header", "json", "signature-in-text",
	}
	for _, noun := range []string{"password", "secret", "token", "credentials", "auth", "key"} {
		kinds = append(kinds, noun+byNameSuffix, noun+"-in-text", noun+"-in-json")
	}
	for _, v := range vendors() {
		kinds = append(kinds, v.ID)
	}
	for _, rule := range gitleaks().rules {
		kinds = append(kinds, rule.RuleID)
	}
	text, err := json.Marshal([]any{
		kinds, schemes, "other", classify("X", ""), plainSchemes,
		[]HostClass{HostLoopback, HostPrivate, HostPublic, HostAWSService, HostUnknown},
		[]TransportOff{EncryptionOff, EncryptionOptional, VerificationOff},
		[]TraitKind{TraitScheme, TraitHost, TraitTransportOff, TraitResource, TraitLiteral},
		[]Class{ClassSecret, ClassReference, ClassEmpty, ClassPublic, ClassPlain}, []Confidence{High, Medium, Low},
		[]Step{StepReference, StepNothing, StepContent, StepVendor, StepName, StepNone},
		[]string{"0", "1-7", "8-15", "16-31", "32-63", "64+"},
		[]string{`"class":`, `"kind":`, `"confidence":`, `"length":`, `"fingerprint":`},
	})
	if err != nil {
		panic(err)
	}
	return text
})
