package rules

import (
	"fmt"
	"slices"
)

// The tables that verdicts may rest on.
const (
	TableRuntimes = "runtimes"
	TablePrices   = "prices"
	TableManaged  = "managed"
	TableTrust    = "trust" // who may be let in, as the configuration says
)

// TableState says by which table was judged.
type TableState struct {
	Table  string `json:"table"`
	AsOf   string `json:"as_of"` // empty where it has no date
	Digest string `json:"digest"`
}

// tableStates tells the tables of a run apart, whatever date they bear.
func tableStates(d *Data, t *Trust) []TableState {
	return []TableState{
		{TableManaged, d.Managed.AsOf, digest(&d.Managed)},
		{TablePrices, d.Prices.AsOf, digest(&d.Prices)},
		{TableRuntimes, d.Runtimes.AsOf, digest(&d.Runtimes)},
		{TableTrust, "", digest(t)},
	}
}

func checkTables(names []string) error {
	for _, name := range names {
		if !slices.Contains([]string{TableRuntimes, TablePrices, TableManaged, TableTrust}, name) {
			return fmt.Errorf("there is no table %s", name)
		}
	}
	return nil
}

// Runtimes returns the table of runtimes.
func (in *Input) Runtimes() *Runtimes {
	in.reads(TableRuntimes)
	return &in.data.Runtimes
}

// Prices returns the table of prices.
func (in *Input) Prices() *Prices {
	in.reads(TablePrices)
	return &in.data.Prices
}

// Managed returns the table of those who manage functions for others.
func (in *Input) Managed() *Managed {
	in.reads(TableManaged)
	return &in.data.Managed
}

// Trust returns who may be let in.
func (in *Input) Trust() *Trust {
	in.reads(TableTrust)
	return in.trust
}

// reads panics where the rule does not declare the table, as a reader of facts
// does: no declaration can be wrong.
func (in *Input) reads(table string) {
	if !slices.Contains(in.rule.Tables, table) {
		panic(fmt.Sprintf("%s reads the table %s without declaring it", in.rule.ID, table))
	}
}
