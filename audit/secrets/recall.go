package secrets

import (
	"crypto/rand"
	"crypto/sha256"
	"sync"
)

// mostRecalled bounds what is remembered, to a few MB: the variables of about a
// thousand functions.
const mostRecalled = 1 << 14

// A recall remembers what values came to, because the versions of a function and
// the functions of a team mostly share theirs. It holds no value, but a hash of it
// and its name, keyed with what no other run knows.
type recall struct {
	salt [sha256.Size]byte

	mu    sync.Mutex
	known map[recallKey]Variable
}

type recallKey [16]byte

func newRecall() *recall {
	r := &recall{known: map[recallKey]Variable{}}
	_, _ = rand.Read(r.salt[:]) // it never errs
	return r
}

// of returns what the variable came to, asking only where that is not remembered.
func (r *recall) of(name, text string, classify func() Variable) Variable {
	key := r.key(name, text)
	r.mu.Lock()
	v, found := r.known[key]
	r.mu.Unlock()
	if found {
		return v
	}
	v = classify()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.known) >= mostRecalled {
		clear(r.known)
	}
	r.known[key] = v
	return v
}

// key ends the name with a zero byte, which no name of a variable has.
func (r *recall) key(name, text string) recallKey {
	sum := sha256.New()
	sum.Write(r.salt[:])
	sum.Write([]byte(name + "\x00"))
	sum.Write([]byte(text))
	return recallKey(sum.Sum(nil))
}
