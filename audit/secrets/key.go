package secrets

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
)

// MinKeyBytes is the shortest fingerprint key accepted. With fewer bytes the
// key could be guessed, and then short passwords fall to a dictionary.
const MinKeyBytes = 16

// fingerprintBytes keeps 64 bits: enough to tell the secrets of one account
// apart, too few to be of use elsewhere.
const fingerprintBytes = 8

// Key turns values into fingerprints that can be compared within one run, or
// between runs that share the key. The zero Key makes no fingerprints. A Key
// prints masked, like a Value.
type Key struct {
	material func() []byte
}

// NewKey returns a key of at least MinKeyBytes of material.
func NewKey(material []byte) (Key, error) {
	if len(material) < MinKeyBytes {
		return Key{}, fmt.Errorf("fingerprint key has %d bytes, needs %d or more; hint: create one with `openssl rand -hex 32`", len(material), MinKeyBytes)
	}
	own := append([]byte(nil), material...)
	return Key{material: func() []byte { return own }}, nil
}

// RandomMaterial returns what a key can be made of, as text: a run that goes on
// after a cut needs the same key again.
func RandomMaterial() string {
	material := make([]byte, sha256.Size)
	// crypto/rand.Read fills the slice or ends the program; it never errs.
	_, _ = rand.Read(material)
	return hex.EncodeToString(material)
}

// RandomKey returns a key for this run alone.
func RandomKey() Key {
	material := []byte(RandomMaterial())
	return Key{material: func() []byte { return material }}
}

// String returns the mask.
func (k Key) String() string { return Mask }

// GoString returns the mask.
func (k Key) GoString() string { return Mask }

// Format writes the mask for every verb and flag.
func (k Key) Format(state fmt.State, _ rune) { writeMask(state) }

// MarshalText returns the mask, also for JSON.
func (k Key) MarshalText() ([]byte, error) { return []byte(Mask), nil }

// LogValue returns the mask.
func (k Key) LogValue() slog.Value { return slog.StringValue(Mask) }

func (k Key) fingerprint(text string) string {
	if k.material == nil {
		return ""
	}
	mac := hmac.New(sha256.New, k.material())
	mac.Write([]byte("lambda-audit environment value\x00"))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil)[:fingerprintBytes])
}
