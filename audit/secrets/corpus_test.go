package secrets

import (
	"strings"
	"testing"
)

// seeds is how often each kind is generated anew.
const seeds = 10

// These are the demands on corpora that the package has not seen; on its own
// corpus it must reach them all the more.
const (
	demandedRecall    = 0.95
	demandedPrecision = 0.98
)

func classify(name, text string) Variable {
	return NewClassifier(Key{}, nil).Classify(name, NewValue(text))
}

// flagged counts how many samples are classified as secrets, and tells miss of
// each that is not as wanted.
func flagged(samples []sample, wanted bool, miss func(seed uint64, s sample, v Variable)) (count int) {
	for seed := range uint64(seeds) {
		for _, s := range samples {
			v := classify(s.name, s.value(newGenerator(seed)))
			if v.Secret() {
				count++
			}
			if v.Secret() != wanted {
				miss(seed, s, v)
			}
		}
	}
	return count
}

func TestRecallAndPrecision(t *testing.T) {
	report := func(seed uint64, s sample, v Variable) {
		t.Logf("seed %d: %s (%s) is %s %s by %s", seed, s.kind, s.name, v.Class, v.Kind, v.Step)
	}
	found := flagged(secretSamples, true, report)
	wrong := flagged(plainSamples, false, report)
	recall := float64(found) / float64(seeds*len(secretSamples))
	precision := float64(found) / float64(found+wrong)
	t.Logf("%d kinds of secrets, %d of others: recall %.4f, precision %.4f", len(secretSamples), len(plainSamples), recall, precision)
	if recall < demandedRecall || precision < demandedPrecision {
		t.Errorf("recall %.4f, precision %.4f; want %.2f and %.2f", recall, precision, demandedRecall, demandedPrecision)
	}
}

func TestEveryPrivateKeyAndURLPasswordIsFound(t *testing.T) {
	flagged(secretSamples, true, func(seed uint64, s sample, v Variable) {
		if strings.HasPrefix(s.kind, "private") || strings.HasPrefix(s.kind, "URL") {
			t.Errorf("seed %d: %s (%s) is %s %s", seed, s.kind, s.name, v.Class, v.Kind)
		}
	})
}

// TestNothingElseIsFlagged holds for references, empties, placeholders,
// ciphertext and public keys, where the demand is zero, and for the rest.
func TestNothingElseIsFlagged(t *testing.T) {
	flagged(plainSamples, false, func(seed uint64, s sample, v Variable) {
		t.Errorf("seed %d: %s (%s) is %s by %s", seed, s.kind, s.name, v.Kind, v.Step)
	})
}
