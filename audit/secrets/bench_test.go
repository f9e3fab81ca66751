package secrets

import "testing"

// BenchmarkClassify measures one variable of the corpus on average; the design
// allows 0.1 ms.
func BenchmarkClassify(b *testing.B) {
	g := newGenerator(1)
	var names, values []string
	for _, s := range append(secretSamples, plainSamples...) {
		names, values = append(names, s.name), append(values, s.value(g))
	}
	c := NewClassifier(RandomKey(), nil)
	for i := 0; b.Loop(); i++ {
		at := i % len(names)
		c.Classify(names[at], NewValue(values[at]))
	}
}

// BenchmarkTables measures what the first classification pays once.
func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		loadVendors()
	}
}
