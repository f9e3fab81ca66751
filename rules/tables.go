package rules

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
