package rules

import (
	_ "embed"
	"fmt"
	"time"
)

//go:embed runtimes.json
var runtimesJSON []byte

// Runtimes is the dated table of Lambda's runtimes.
type Runtimes struct {
	AsOf     string            `json:"as_of"`
	Sources  []string          `json:"sources"`
	Latest   map[string]string `json:"latest"` // by family: the newest that is generally available
	Runtimes []Runtime         `json:"runtimes"`

	byID map[string]int
}

// Runtime is one identifier of the table. A date that is not known is zero, an
// ability that no source tells of is nil.
type Runtime struct {
	ID          string `json:"id"`
	Family      string `json:"family"`
	Released    Date   `json:"released"`
	Deprecated  Date   `json:"deprecated"`   // no patches and no support from here on
	BlockCreate Date   `json:"block_create"` // no new functions
	BlockUpdate Date   `json:"block_update"` // no new code or settings
	// ImageOnly marks base images that AWS never offered for zip packages.
	ImageOnly bool         `json:"container_base_image_only"`
	Arm64     *bool        `json:"arm64"`
	SnapStart *bool        `json:"snapstart"`
	Successor string       `json:"successor"`
	State     RuntimeState `json:"state"`
}

// RuntimeState says what the dates cannot. It is empty for a managed runtime.
type RuntimeState string

// The states that are not told by dates.
const (
	Preview         RuntimeState = "preview"          // selectable, without any promise
	CustomerManaged RuntimeState = "customer-managed" // whoever publishes it sets its dates
)

// LoadRuntimes reads a table of runtimes in the form of runtimes.json.
func LoadRuntimes(raw []byte) (Runtimes, error) {
	var r Runtimes
	if err := strictly(raw, &r); err != nil {
		return Runtimes{}, fmt.Errorf("read the table of runtimes: %w", err)
	}
	if err := checkDated(r.AsOf, r.Sources); err != nil {
		return Runtimes{}, fmt.Errorf("read the table of runtimes: %w", err)
	}
	if err := r.index(); err != nil {
		return Runtimes{}, fmt.Errorf("read the table of runtimes: %w", err)
	}
	return r, nil
}

// DefaultRuntimes returns the table that the program was built with.
func DefaultRuntimes() Runtimes { return embedded(LoadRuntimes(runtimesJSON)) }

// Find returns the runtime of that identifier; false where the table has none.
func (r Runtimes) Find(id string) (Runtime, bool) {
	i, ok := r.byID[id]
	if !ok {
		return Runtime{}, false
	}
	return r.Runtimes[i], true
}

// DeprecatedBy reports whether the runtime's support has ended at that time.
func (r Runtime) DeprecatedBy(at time.Time) bool { return r.Deprecated.Reached(at) }

// index checks the rows against each other and makes them findable.
func (r *Runtimes) index() error {
	r.byID = make(map[string]int, len(r.Runtimes))
	for i, row := range r.Runtimes {
		if row.ID == "" || row.Family == "" {
			return fmt.Errorf("row %d names no id or no family", i+1)
		}
		if _, twice := r.byID[row.ID]; twice {
			return fmt.Errorf("%s stands in it twice", row.ID)
		}
		r.byID[row.ID] = i
	}
	for _, row := range r.Runtimes {
		if err := r.checkRow(row); err != nil {
			return fmt.Errorf("%s: %w", row.ID, err)
		}
	}
	for family, id := range r.Latest {
		if _, ok := r.byID[id]; !ok {
			return fmt.Errorf("the latest of %s is %s, which has no row", family, id)
		}
	}
	return nil
}

func (r *Runtimes) checkRow(row Runtime) error {
	switch row.State {
	case "", Preview, CustomerManaged:
	default:
		return fmt.Errorf("there is no state %q", row.State)
	}
	if _, ok := r.byID[row.Successor]; row.Successor != "" && !ok {
		return fmt.Errorf("its successor %s has no row", row.Successor)
	}
	return nil
}

// SuccessorOf returns what to move to from a runtime: its own successor, or the
// newest of its family. It is empty where the runtime is the newest itself.
func (r Runtimes) SuccessorOf(id string) string {
	row, ok := r.Find(id)
	switch {
	case !ok:
		return ""
	case row.Successor != "":
		return row.Successor
	case r.Latest[row.Family] == id || row.State != "":
		return ""
	}
	return r.Latest[row.Family]
}
