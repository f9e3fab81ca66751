package secrets

import (
	"encoding/base64"
	"slices"
	"strings"
)

var (
	arnForm = lazily(`^arn:[a-z][a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:[^\s]+$`)

	// dynamicForm covers CloudFormation dynamic references and functions, and
	// the App Service form of a Key Vault reference.
	dynamicForm = lazily(`^(\{\{resolve:[^{}]+\}\}|!(Ref|GetAtt|Sub|ImportValue|Join|If|Select|FindInMap|secret|env|var(:\w+)*) .+|AWS::\w+(::\w+)?|@Microsoft\.(KeyVault|AppConfiguration)\(.+\))$`)

	// storeForm covers schemes that point at a secret or parameter store.
	storeForm = lazily(`(?i)^(ref\+[a-z0-9]+|(aws[-_]?)?(ssm|sm|asm|ps|secrets?|secrets?[-_]?manager|parameter[-_]?store|param(eter)?store)|vault|hcvault|op|akv|gcp-?sm|(gcp-?)?secret-?manager|(azure-?)?key-?vault|doppler|chamber|infisical|bws|bitwarden|lastpass|keychain|keyring|keeper|dashlane|passbolt|secrethub|gopass|pass|envkey|conjur|akeyless|berglas|k8s|kubernetes|sops|secrets?|param|parameter)://?[^\s]*$`)

	// colonForm is a store without slashes, such as vault:secret/data/db#password.
	colonForm = lazily(`(?i)^(aws-?ssm|ssm|vault|akeyless|conjur|pass|keychain|keyring|secrets?-?manager|aws-?secrets-?manager|env|file|param(eter)?|sops|k8s):[/A-Za-z0-9_.#@+?=&~%:-]+$`)

	filePrefix   = lazily(`^(file://|\.{1,2}/|~/|[A-Za-z]:\\|\\\\)`)
	fileEnding   = lazily(`(?i)^\.env(\.[\w-]+)*$|\.(pem|key|crt|cer|der|p12|pfx|jks|jwks?|pub|asc|gpg|json|ya?ml|toml|ini|conf|cfg|env|properties|txt|xml|zip|html|js|py|sh|so|db|csv|parquet|gz|age|enc)$`)
	storeURL     = lazily(`(?i)^(s3|gs|dynamodb|sqs|sns|kms)://[^\s:@]+$|^https://[\w.-]+\.(vault\.azure\.net|secretmanager\.googleapis\.com)/[^\s?]*$`)
	nameSuffix   = lazily(`-[A-Za-z0-9]{6}$`) // of Secrets Manager
	managedName  = lazily(`^(rds|ecs-sc|appflow|databrew|datasync|directconnect|events|marketplace-deployment|opsworks-cm|redshift|sqlworkbench)!?[!a-zA-Z0-9_/-]*![\w/-]+$`)
	kmsKey       = lazily(`^(alias/[A-Za-z0-9/_-]+|mrk-[0-9a-f]{32})$`)
	cloudPath    = lazily(`^(//[\w.-]+\.googleapis\.com/)?projects/[\w:.-]+/(secrets|locations|serviceAccounts|topics|subscriptions|keys|databases|instances)/[^\s?]+$`)
	pathSymbols  = lazily(`^[A-Za-z0-9_.:@+=${}<>/#-]+$`)
	cipherOpener = lazily(`^(ENC\[[A-Z0-9_]+,|ENC\(|\{[A-Za-z0-9+/]{22,}={0,2}\}$|\{cipher\}|(?i:encrypted|enc|cipher|sealed):[A-Za-z0-9+/=_-]{24,}$|(?:kms:)?AQ[EI][CD]AH[A-Za-z0-9+/_-]{80,}={0,2}$|EJ\[1:|[A-Za-z0-9+/]{16,}={0,2}--[A-Za-z0-9+/]{8,}={0,2}--[A-Za-z0-9+/]{8,}={0,2}$|vault:v\d+:|\$ANSIBLE_VAULT;|-----BEGIN (PGP MESSAGE|AGE ENCRYPTED FILE)-----|age-encryption\.org/)`)
)

// byReference knows values that say where something is kept, and ciphertext.
// They are never secrets, whatever the name says.
func byReference(s subject) (verdict, bool) {
	kind := referenceKind(s)
	if kind == "" {
		return verdict{}, false
	}
	return verdict{class: ClassReference, kind: kind, step: StepReference}, true
}

func referenceKind(s subject) string {
	switch {
	case isARNs(s.text):
		return "arn"
	case dynamicForm.MatchString(s.text):
		return "dynamic-reference"
	case isCiphertext(s.text):
		return "ciphertext"
	case strings.Contains(s.text, ":") && isStore(s.text):
		return unlessPassword(s.text, "store-reference")
	case kmsKey.MatchString(s.text), isUUID(s.text) && slices.Contains(s.words, "kms"):
		return "kms-key"
	case managedName.MatchString(s.text), cloudPath.MatchString(s.text):
		return "secret-name"
	}
	return pathKind(s)
}

func every(parts []string, is func(string) bool) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !is(part) })
}

// isARNs reports whether a text is one ARN or several.
func isARNs(text string) bool {
	if !strings.HasPrefix(text, "arn:") {
		return false
	}
	return every(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", ;", r) }), arnForm.MatchString)
}

func isStore(text string) bool {
	return storeForm.MatchString(text) || colonForm.MatchString(text) || storeURL.MatchString(text)
}

// unlessPassword returns kind, or nothing for a reference that carries a
// password of its own.
func unlessPassword(text, kind string) string {
	if _, found := urlPassword(text); found {
		return ""
	}
	return kind
}

// pathKind knows parameter, secret and file paths. A generated key may hold
// slashes too, so every segment must be made of words,
// unless the text opens as only file paths do.
func pathKind(s subject) string {
	text := s.text
	if !pathSymbols.MatchString(text) && !filePrefix.MatchString(text) || isURL(text) {
		return ""
	}
	body := nameSuffix.ReplaceAllString(filePrefix.ReplaceAllString(text, ""), "")
	segments := strings.FieldsFunc(body, func(r rune) bool { return strings.ContainsRune(`/\#`, r) })
	certain := filePrefix.MatchString(text) && !strings.ContainsAny(text, " \n")
	if len(segments) == 0 || !certain && !every(segments, segmentLike) {
		return ""
	}
	switch {
	case filePrefix.MatchString(text), fileEnding.MatchString(text):
		return "file-path"
	case text[0] == '/' && len(text) > 2:
		return "path"
	case len(segments) > 1 && strings.Contains(text, "/") && !isDate(segments) && (mentionsSecret(s.words) || mentionsSecret(splitWords(text))):
		return "secret-name"
	}
	return ""
}

// isDate reports whether all but the first of three segments are numbers, as in a
// password that ends in a date.
func isDate(segments []string) bool { return len(segments) == 3 && every(segments[1:], isNumber) }

func isURL(text string) bool {
	return strings.Contains(text, "://") && !strings.HasPrefix(text, "file://")
}

func segmentLike(segment string) bool {
	if !strings.ContainsAny(segment, "${%<[(@#") {
		return wordLike(segment)
	}
	rest := templateForm.ReplaceAllString(segment, "")
	return rest != segment && len(rest) < 4 || wordLike(rest)
}

// cipherBytes are how ciphertexts begin: KMS (key formats 1 and
// 2, of values and of data keys), the AWS
// Encryption SDK (message format 1 and 2), OpenSSL's salted form, Fernet.
var cipherBytes = []string{"\x01\x01\x02\x00", "\x01\x02\x02\x00", "\x01\x01\x03\x00", "\x01\x02\x03\x00", "\x01\x80", "\x02\x04\x78", "\x02\x05\x78", "Salted__", "\x80\x00\x00\x00\x00"}

// minCipherBytes is below the shortest KMS ciphertext (one byte of plain text
// gives about 150) and above what a random key begins with by chance.
const minCipherBytes = 60

func isCiphertext(text string) bool {
	if cipherOpener.MatchString(text) {
		return true
	}
	raw, ok := decodeBase64(text)
	return ok && cipherOpener.MatchString(raw) || ok && slices.ContainsFunc(cipherBytes, func(prefix string) bool {
		return len(raw) >= minCipherBytes && strings.HasPrefix(raw, prefix) || strings.HasPrefix(prefix, "Salted") && strings.HasPrefix(raw, prefix)
	})
}

var oneAlphabet = strings.NewReplacer("\n", "", "\r", "", `\n`, "", "-", "+", "_", "/")

// decodeBase64 accepts both alphabets, padded or not, with line breaks.
func decodeBase64(text string) (string, bool) {
	if len(text) < 12 || strings.ContainsAny(text, " :;,.{}()<>@!?\"'") {
		return "", false
	}
	text = strings.TrimRight(oneAlphabet.Replace(text), "=")
	raw, err := base64.RawStdEncoding.DecodeString(text)
	return string(raw), err == nil
}
