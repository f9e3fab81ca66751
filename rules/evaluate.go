package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"lambda-audit/audit"
)

// Evaluate judges a snapshot. The same snapshot and configuration give the same
// result. An error says that the configuration is wrong.
func Evaluate(known *audit.Known, c Config) (*Result, error) {
	known.Seal()
	if c.Data == nil {
		c.Data = DefaultData()
	}
	e := &evaluation{known: known, config: c, byID: map[string]*judge{}, index: map[string]int{},
		lifts: lifts{}, savings: map[int]float64{}, breakages: map[string]*breakage{},
		missing: map[audit.KindName]*audit.Missing{}, open: map[audit.KindName]bool{}}
	layers, err := inOrder(c.Rules)
	if err != nil {
		return nil, fmt.Errorf("put the rules in order: %w", err)
	}
	if err := e.appoint(layers); err != nil {
		return nil, err
	}
	for _, layer := range layers {
		e.judgeLayer(layer)
	}
	e.lift()
	e.suppress()
	e.explain()
	e.fold()
	e.sort()
	result := e.result()
	known.Forget() // what a report asks for again is little
	return result, nil
}

// appoint prepares a judge for each rule.
func (e *evaluation) appoint(layers [][]*Rule) error {
	e.functions, _ = e.known.Subjects(functionKind) // the regions' states tell of an error
	for i, f := range e.functions {
		e.index[f.ID] = i
	}
	e.setManagers()
	all := slices.Concat(layers...)
	if err := checkOverrides(&e.config, all); err != nil {
		return err
	}
	for _, r := range all {
		params, err := r.Merge(e.config.Params[r.ID])
		if err != nil {
			return err
		}
		e.byID[r.ID] = &judge{Rule: r, reported: slices.Contains(e.config.Rules, r), override: e.config.Severities[r.ID],
			params: params, input: Input{Facts: e.known.Narrow(r.ID, r.reads()), data: e.config.Data, trust: &e.config.Trust, rule: r, results: e},
			cells: make([]cell, len(e.functions)), reasons: map[audit.Reason]int{},
			byFunction: map[string][]int{}, byRef: map[Ref]int{}}
	}
	for _, r := range all {
		for _, id := range r.Uses {
			e.byID[id].used = true
		}
	}
	if err := e.takeStances(); err != nil {
		return err
	}
	e.judges = slices.SortedFunc(maps.Values(e.byID), func(a, b *judge) int { return cmp.Compare(a.ID, b.ID) })
	return nil
}

// judgeLayer lets rules judge that do not use each other: by kind, then by
// subject, so that a view need not remember more than one subject.
func (e *evaluation) judgeLayer(layer []*Rule) {
	byKind := map[audit.KindName][]*judge{}
	for _, r := range layer {
		for _, kind := range r.Kinds {
			byKind[kind] = append(byKind[kind], e.byID[r.ID])
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		subjects, err := e.known.Subjects(kind)
		for _, j := range byKind[kind] {
			j.incomplete = j.incomplete || err != nil
		}
		for i := range subjects {
			s := &subjects[i]
			e.open[kind] = e.open[kind] || s.Open
			functions := e.indices(s, i)
			for _, j := range byKind[kind] {
				e.judge(j, s, functions)
			}
		}
	}
}

// indices returns which of the audited functions a subject concerns, until it is
// asked again; at is the subject's own place among those of its kind.
func (e *evaluation) indices(s *audit.Subject, at int) []int {
	e.concerns = e.concerns[:0]
	for _, arn := range s.Functions {
		if arn == s.ID && s.Kind == functionKind {
			e.concerns = append(e.concerns, at)
		} else if i, ok := e.index[arn]; ok {
			e.concerns = append(e.concerns, i)
		}
	}
	return e.concerns
}

// judge lets one rule judge one subject, and keeps what has to be kept.
func (e *evaluation) judge(j *judge, s *audit.Subject, functions []int) {
	off := e.off(j, s)
	if off {
		j.disabled = append(j.disabled, VerdictID(e.known.Header.Account, j.ID, s.ID))
		if !j.used {
			return
		}
	}
	j.input.Subject, j.input.params = s, e.paramsFor(j, s)
	findings, panicked := e.check(j, &j.input) // none outlives this: the input may be used again
	if panicked != nil {
		e.noteBreakage(j, s, panicked)
	}
	outcome := worst(findings)
	if !off {
		j.tell(outcome, findings)
		if outcome == Unknown || slices.ContainsFunc(findings, func(f Finding) bool { return f.Outcome == Unknown }) {
			j.unknown = append(j.unknown, VerdictID(e.known.Header.Account, j.ID, s.ID))
		}
		if outcome == Fail && e.managedBy(s) != "" {
			j.managed++
		}
	}
	if outcome == Pass || outcome == NotApplicable {
		j.mark(s, functions, outcome, NoSeverity)
		return
	}
	for i := range findings {
		if o := findings[i].Outcome; o == Fail || o == Unknown {
			e.keep(j, s, i, &findings[i])
		}
	}
}

// check asks the rule's check. A panic in it makes the answer unknown.
func (e *evaluation) check(j *judge, in *Input) (findings []Finding, panicked any) {
	if !e.config.Strict {
		defer func() {
			if panicked = recover(); panicked != nil {
				findings = One(Undecided(&audit.Unknown{Reason: audit.Internal, Fact: j.ID, Message: fmt.Sprint(panicked)}))
			}
		}()
	}
	return j.Check(in), nil
}

// again asks once more about a subject that was judged: the findings are there to
// stay.
func (e *evaluation) again(j *judge, s *audit.Subject) []Finding {
	in := j.input
	in.Subject, in.params = s, e.paramsFor(j, s)
	findings, _ := e.check(j, &in)
	return findings
}

func (e *evaluation) noteBreakage(j *judge, s *audit.Subject, panicked any) {
	b := e.breakages[j.ID]
	if b == nil {
		b = &breakage{message: fmt.Sprintf("the check of the rule %s broke: %v", j.ID, panicked), example: s}
		e.breakages[j.ID] = b
	}
	b.subjects++
}

// worst returns the outcome that counts; no finding is a pass.
func worst(findings []Finding) Outcome {
	o := Pass
	for i := range findings {
		o = max(o, findings[i].Outcome)
	}
	return o
}
