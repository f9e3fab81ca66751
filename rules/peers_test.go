package rules

import "testing"

func TestPeersOfARule(t *testing.T) {
	p := DefaultPeers()
	if got := p.Of("runtime-deprecated"); len(got) < 5 || got[0] != (PeerRule{"ArchFit", "LambdaRuntimes"}) {
		t.Errorf("runtime-deprecated is %v", got)
	}
	if got := p.Of("recursion"); got == nil || len(got) != 0 {
		t.Errorf("what nobody else checks is %v, want an empty list", got)
	}
}

func TestTablesThatAreRefused(t *testing.T) {
	for name, load := range map[string]func() error{
		"peers without a date": func() error { _, err := LoadPeers([]byte(`{"sources": ["s"]}`)); return err },
		"a peer without an id": func() error {
			_, err := LoadPeers([]byte(`{"as_of": "2026-11-23", "sources": ["s"], "rules": {"r": [{"tool": "x"}]}}`))
			return err
		},
		"a slip among peers":     func() error { _, err := LoadPeers([]byte(`{"peers": 1}`)); return err },
		"practices without date": func() error { _, err := LoadPractices([]byte(`{"sources": ["s"]}`)); return err },
		"a practice without rule": func() error {
			_, err := LoadPractices([]byte(`{"as_of": "2026-11-23", "sources": ["s"], "practices": [{"practice": "p"}]}`))
			return err
		},
		"a slip among practices": func() error { _, err := LoadPractices([]byte(`{"practice": 1}`)); return err },
	} {
		if err := load(); err == nil {
			t.Errorf("%s: it is read", name)
		}
	}
	if n := len(DefaultPractices().Practices); n < 20 {
		t.Errorf("there are %d practices", n)
	}
}
