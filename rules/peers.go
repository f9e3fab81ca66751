package rules

import (
	_ "embed"
	"fmt"
	"slices"
)

//go:embed peers.json
var peersJSON []byte

// A PeerRule is what another tool calls a rule that checks the same thing.
type PeerRule struct {
	Tool string `json:"tool"`
	ID   string `json:"id"`
}

// Peers is the dated table of what other tools call the rules.
type Peers struct {
	AsOf    string                `json:"as_of"`
	Sources []string              `json:"sources"`
	Rules   map[string][]PeerRule `json:"rules"` // by rule
}

// LoadPeers reads a table of peers in the form of peers.json.
func LoadPeers(raw []byte) (Peers, error) {
	var p Peers
	if err := strictly(raw, &p); err != nil {
		return Peers{}, fmt.Errorf("read the table of peers: %w", err)
	}
	if err := checkDated(p.AsOf, p.Sources); err != nil {
		return Peers{}, fmt.Errorf("read the table of peers: %w", err)
	}
	for rule, names := range p.Rules {
		if slices.ContainsFunc(names, func(n PeerRule) bool { return n.Tool == "" || n.ID == "" }) {
			return Peers{}, fmt.Errorf("read the table of peers: %s: a tool or its id is missing", rule)
		}
	}
	return p, nil
}

// DefaultPeers returns the table that the program was built with.
func DefaultPeers() Peers { return embedded(LoadPeers(peersJSON)) }

// Of returns what other tools call a rule, by tool; empty where none has it.
func (p *Peers) Of(rule string) []PeerRule { return append([]PeerRule{}, p.Rules[rule]...) }
