package audit

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// A Fact is something the collector can find out about each subject of a kind.
// It stands in one file with everything that belongs to it.
type Fact[T any] struct {
	Name string
	Doc  string
	Kind KindName // whose values these are
	// Over is the kind that one call covers, where that is not Kind: a sweep is
	// asked per region and known per function. Empty means Kind.
	Over       KindName
	Operations []string // the SDK's operations, as "Lambda.GetPolicy": what the guard lets pass
	Actions    []string // the IAM actions, as "lambda:GetPolicy": what permissions prints
	// Needs is what must be known before it is asked. Where a gate tells of one
	// function at a time, each is asked as soon as what its gate reads is known,
	// whatever the others wait for; its collector reads none of this then.
	Needs []Dep
	Batch int // subjects a call covers; 0 means one
	// Job is the one of the operations that asks whether an answer is ready, where
	// AWS works on each for a while. The collector is handed all subjects at once
	// then, so that all jobs are started before the first is asked after.
	Job string
	// OnDemand keeps the fact out of a run unless it is asked for by itself,
	// although a kind can be listed from it.
	OnDemand bool
	// TellsRegion says that what refuses this sweep refuses the region: it is not
	// enabled, or an organisation policy closes it. Nothing else is asked there.
	TellsRegion bool
	// Gate settles a subject without a call, where cheaper facts leave no
	// question; GateDoc says what proves that.
	Gate    func(Reader, *Subject) Gate[T]
	GateDoc string
	// Supposes says that the gate proves nothing about the value it settles with:
	// it stands in where no rule of the program has a question.
	Supposes bool
	// Likely says whether a plan is to expect the call where the gate reads what
	// only the audit will know. Nil: it is.
	Likely func(Reader, *Subject) bool
	// Metrics says how many metrics a subject takes of GetMetricData, which
	// CloudWatch charges for: at least and at most, as far as is known. Nil: none.
	// A plan asks it of subjects that are not known yet, too: these have no id.
	Metrics func(Reader, *Subject) (least, most int)
	// Collect asks AWS. The error it returns speaks for every subject that was
	// not put.
	Collect func(ctx context.Context, s *Session, r Reader, subjects []Subject, put Put[T]) error
	Example Example // a reply as AWS gives it, and where that is documented
}

// Put hands one subject's value to the engine, or says why there is none. Value
// and AtLeast error together mean "at least this".
type Put[T any] func(id string, value T, err error)

// An Example shows what AWS answers, in the words of its documentation.
type Example struct{ Reply, Source string }

// Gate is a gate's answer: ask, or settled with a value because of something.
type Gate[T any] struct {
	settled bool
	value   T
	why     string
}

// Ask leaves the question open: the call is made.
func Ask[T any]() Gate[T] { return Gate[T]{} }

// Settled answers without a call: the value is what rules will read.
func Settled[T any](value T, why string) Gate[T] {
	return Gate[T]{settled: true, value: value, why: why}
}

// Info is what can be said of a fact without its type.
type Info struct {
	Name, Doc, GateDoc  string
	Kind, Over          KindName
	Operations, Actions []string
	Needs               []Dep
	Batch               int
	Job                 string
	OnDemand            bool
	TellsRegion         bool
	Gated               bool // some subjects are settled without a call
	Supposes            bool // what the gate settles them with is no claim about the value
	Type                reflect.Type
	Likely              func(Reader, *Subject) bool
	Metrics             func(Reader, *Subject) (least, most int)
	Example             Example
}

// AnyFact is a fact whose type is forgotten.
type AnyFact interface {
	Dep
	Info() Info
	newColumn(*subjectIDs) column
	settled(Reader, *Subject) bool
	value(Reader, string) (any, error)
	collect(context.Context, *Session, *run, Reader, []Subject, string) error
}

var facts []AnyFact

// RegisterFact makes a fact known; its name must be new.
func RegisterFact[T any](f Fact[T]) *Fact[T] {
	if FactByName(f.Name) != nil {
		panic(fmt.Sprintf("fact %s is registered twice", f.Name))
	}
	if f.Over == "" {
		f.Over = f.Kind
	}
	f.Batch = max(f.Batch, 1)
	facts = append(facts, &f)
	return &f
}

// Facts returns every registered fact, sorted by name.
func Facts() []AnyFact {
	return slices.SortedFunc(slices.Values(facts), func(a, b AnyFact) int {
		return strings.Compare(a.Info().Name, b.Info().Name)
	})
}

// FactByName returns the fact, or nil if there is none.
func FactByName(name string) AnyFact {
	for _, f := range facts {
		if f.Info().Name == name {
			return f
		}
	}
	return nil
}

// Info returns what can be said of the fact without its type.
func (f *Fact[T]) Info() Info {
	return Info{f.Name, f.Doc, f.GateDoc, f.Kind, f.Over, f.Operations, f.Actions, f.Needs, f.Batch, f.Job, f.OnDemand, f.TellsRegion, f.Gate != nil, f.Supposes, reflect.TypeFor[T](), f.Likely, f.Metrics, f.Example}
}

// Sweeps reports whether one call answers for many subjects of another kind.
func (i Info) Sweeps() bool { return i.Over != i.Kind }

// Of returns what is known of the subject. The error, always an *Unknown, says
// why something is missing; value and error together mean "at least this".
func (f *Fact[T]) Of(r Reader, id string) (T, error) {
	r.check(f)
	if why := r.unfinished(f); why != nil {
		var none T
		return none, why
	}
	column := r.known.columns[f].(*typedColumn[T])
	value, why := column.get(r.known, id)
	if why != nil && why.Reason == NotAsked && f.Gate != nil {
		if g := f.ask(r, column, id); g.settled {
			return g.value, nil
		}
	}
	if why != nil {
		r.without(f, id, why)
		return value, why
	}
	return value, nil
}

func (f *Fact[T]) settled(r Reader, s *Subject) bool {
	return f.Gate != nil && f.Gate(r, s).settled
}

func (f *Fact[T]) newColumn(ids *subjectIDs) column { return newColumn[T](f.Info(), ids) }
func (f *Fact[T]) facts() []AnyFact                 { return []AnyFact{f} }

func (f *Fact[T]) collect(ctx context.Context, s *Session, run *run, r Reader, subjects []Subject, over string) error {
	return f.Collect(ctx, s, r, subjects, func(id string, value T, err error) {
		put(ctx, run, f, over, id, value, err)
	})
}
