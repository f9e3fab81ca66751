package audit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// ValueOf returns what Fact.Of does, of a fact whose type is forgotten: rules that
// users write know a fact by its name only. What a gate only supposes because no
// rule of the program asks is unknown here: see Fact.Supposes.
func ValueOf(r Reader, f AnyFact, id string) (any, error) { return f.value(r, id) }

// GivenJSON pins a value as a snapshot's line holds it. A member that the fact's
// values have not is an error.
func GivenJSON(f AnyFact, id string, value json.RawMessage) (Given, error) {
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(reflect.New(f.Info().Type).Interface()); err != nil {
		return Given{}, fmt.Errorf("read a value of %s: %w", f.Info().Name, err)
	}
	return Given{f, func(k *Known) error {
		return k.put(f, id, k.coverFor(f.Info(), id), value, nil)
	}}, nil
}

// GivenUnknown pins the reason why a fact is not known for a subject.
func GivenUnknown(f AnyFact, id string, why Unknown) Given {
	why.Fact = f.Info().Name
	return Given{f, func(k *Known) error {
		return k.put(f, id, k.coverFor(f.Info(), id), nil, &why)
	}}
}

// supposed is what is said of a subject that was not asked about.
const supposed = "it was asked only where a rule of the program has a question to it"

func (f *Fact[T]) value(r Reader, id string) (any, error) {
	value, err := f.Of(r, id)
	if err == nil && f.Supposes && !r.known.has(f, id) {
		return nil, &Unknown{Reason: NotAsked, Fact: f.Name, Message: supposed}
	}
	return value, err
}
