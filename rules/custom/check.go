package custom

import (
	"errors"
	"fmt"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// judgement is a rule's expressions, ready to be asked.
type judgement struct {
	id, title     string
	fail          *program
	notApplicable *program // nil: it speaks of every subject
	message       *program // nil: the title
	locus         *program // nil: the subject as a whole
	evidence      []evidence
	sources       []source // what the expressions read
	parametrized  bool
}

// evidence is a row that is computed.
type evidence struct {
	field     string
	got, want *program // want may be nil
	unit      string
}

// check judges one subject. What an expression depends on and is not known makes
// the verdict unknown, and so does an expression that breaks: that one is listed
// among the errors.
func (j *judgement) check(in *rules.Input) []rules.Finding {
	w := j.world(in)
	for _, step := range []struct {
		asked *program
		means func(*world) rules.Finding
	}{{j.notApplicable, j.inapplicable}, {j.fail, j.failed}} {
		if step.asked == nil {
			continue
		}
		value, err := step.asked.ask(w)
		if err != nil {
			return rules.One(j.undecided(step.asked, err))
		}
		if value == types.True {
			return rules.One(step.means(w))
		}
	}
	return nil
}

func (j *judgement) inapplicable(*world) rules.Finding {
	return rules.Inapplicable("the rule does not speak of it")
}

// undecided tells what is not known from what broke.
func (j *judgement) undecided(p *program, err error) rules.Finding {
	if !errors.Is(err, errBroken) {
		return rules.Undecided(err)
	}
	return rules.Unread(&audit.Unknown{Reason: audit.Internal, Message: fmt.Sprintf("%s of the rule %s: %v", p.name, j.id, err)})
}

// world gathers what the expressions may read of the subject.
func (j *judgement) world(in *rules.Input) *world {
	w := &world{rule: j.id, known: describe(in), unknown: map[string]*audit.Unknown{}}
	if in.Subject.Open {
		w.unknown["subject.functions"] = &audit.Unknown{Reason: audit.NotAsked, Message: "more functions may be concerned: a listing broke"}
	}
	for i := range j.sources {
		s := &j.sources[i]
		id, err := s.path.follow(in)
		if err == nil {
			var value any
			if value, err = audit.ValueOf(in.Facts, s.fact, id); err == nil {
				w.known[s.name] = value
				continue
			}
		}
		w.unknown[s.name] = unknownOf(err, s.fact)
	}
	if j.parametrized {
		for name, value := range rules.Params[Params](in).values {
			w.known["params."+name] = value
		}
	}
	return w
}

// unknownOf returns why a fact is not known. One of which only a part is known is
// not: an expression does not say whether the rest would matter.
func unknownOf(err error, f audit.AnyFact) *audit.Unknown {
	var why *audit.Unknown
	if errors.As(err, &why) {
		return why
	}
	return &audit.Unknown{Reason: audit.Opaque, Fact: f.Info().Name, Message: err.Error()}
}

// failed is the finding on a subject that the rule fails. What cannot be told of it
// is left out: that it fails is known.
func (j *judgement) failed(w *world) rules.Finding {
	f := rules.Failed(j.title)
	if text, ok := j.message.text(w); ok {
		f.Message = text
	}
	f.Locus, _ = j.locus.text(w)
	for _, e := range j.evidence {
		f.Evidence = append(f.Evidence, rules.Evidence{Field: e.field, Got: e.got.shown(w), Want: e.want.shown(w), Unit: e.unit})
	}
	return f
}

// text returns the text that a program computes; false where it computes none.
func (p *program) text(w *world) (string, bool) {
	text, ok := p.shown(w).(string)
	return text, ok
}

// shown returns what a program computes as evidence shows it; null where it cannot
// be told.
func (p *program) shown(w *world) any {
	if p == nil {
		return nil
	}
	value, err := p.ask(w)
	if err != nil {
		return nil
	}
	return evidenceOf(value)
}

func evidenceOf(value ref.Val) any {
	switch v := value.(type) {
	case types.String:
		return string(v)
	case types.Int:
		return int64(v)
	case types.Double:
		return float64(v)
	case types.Bool:
		return bool(v)
	}
	if list, err := value.ConvertToNative(textsType); err == nil {
		return list
	}
	return nil
}
