package audit

import (
	"fmt"
)

// KindName names a kind of subject. Facts refer to kinds by name, because a
// kind's list usually reads the very fact that names it.
type KindName string

// Global is the region of subjects that belong to no region, such as roles.
const Global = "global"

// A Subject is one thing that can be judged, or that a fact is known about.
type Subject struct {
	Kind      KindName
	ID        string   // an ARN where AWS gives one, else an account id or a region's name
	Account   string   // the account that owns it
	Region    string   // Global for what belongs to no region
	Locus     string   // the part of the function it stands for, such as an alias's name
	Functions []string // ARNs of the functions it concerns, sorted
	Open      bool     // more functions may be concerned: a listing broke
}

// A Kind enumerates its subjects from facts that are already known.
type Kind struct {
	Name   KindName
	Doc    string
	Global bool  // its subjects belong to no region
	From   []Dep // what List reads
	// OfFunction says that each subject is a function or a part of one, so that
	// nothing listed later changes it and a gate can tell as soon as it is listed.
	OfFunction bool
	// List returns the subjects in any order. An error says that there may be
	// more: what is returned with it still counts.
	List func(Reader) ([]Subject, error)
	// Candidates returns more than List may, from less: a plan counts them where
	// List hangs on answers that only the audit will have. Nil: there is no cheaper
	// list.
	Candidates func(Reader) []Subject
}

var kinds = map[KindName]*Kind{}

// RegisterKind makes a kind known by its name; a second one of that name is a
// programming error.
func RegisterKind(k Kind) *Kind {
	if kinds[k.Name] != nil {
		panic(fmt.Sprintf("kind %s is registered twice", k.Name))
	}
	kinds[k.Name] = &k
	return &k
}

// KindByName returns the kind, or nil if none has that name.
func KindByName(name KindName) *Kind { return kinds[name] }

// The two kinds that need no fact: the run's header names them.
const (
	KindAccount KindName = "account"
	KindRegion  KindName = "region"
)

func init() {
	RegisterKind(Kind{
		Name: KindAccount, Doc: "the audited account", Global: true,
		List: func(r Reader) ([]Subject, error) {
			h := r.Header()
			return []Subject{{Kind: KindAccount, ID: h.Account, Account: h.Account, Region: Global}}, nil
		},
	})
	RegisterKind(Kind{
		Name: KindRegion, Doc: "a region that the audited account can use; none where functions are named one by one",
		List: func(r Reader) ([]Subject, error) {
			if r.Header().Scope.Named() != nil {
				return nil, nil // the run is about those functions, not about their region
			}
			return regionSubjects(r.Header(), r.known.OpenRegions()), nil
		},
	})
}

func regionSubjects(h *Header, names []string) []Subject {
	list := make([]Subject, len(names))
	for i, name := range names {
		list[i] = Subject{Kind: KindRegion, ID: name, Account: h.Account, Region: name}
	}
	return list
}
