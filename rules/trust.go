package rules

import "slices"

// Trust says who beside the audited account may be let in, or is relied on.
type Trust struct {
	Accounts        []string // ids
	Organizations   []string // ids such as o-a1b2c3d4e5
	LayerPublishers []string // ids of accounts whose layers may be used
}

// Account reports whether the account may be let in.
func (t *Trust) Account(id string) bool { return slices.Contains(t.Accounts, id) }

// Organization reports whether the members of the organisation may be let in.
func (t *Trust) Organization(id string) bool { return slices.Contains(t.Organizations, id) }

// LayerPublisher reports whether layers of the account may be used.
func (t *Trust) LayerPublisher(id string) bool {
	return slices.Contains(t.LayerPublishers, id) || t.Account(id)
}
