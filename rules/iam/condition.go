package iam

import (
	"fmt"
	"slices"
	"strings"
)

// Class says what a condition changes about a grant.
type Class string

// The classes of conditions. A statement has the class of its conditions together, since all of them must hold.
const (
	Open    Class = "does not narrow"
	Unknown Class = "unknown"
	Narrows Class = "narrows"
	Never   Class = "never holds"
)

// Judgement is the class of a condition, or of several, with the reason in words for people. It is Open and without a
// reason where there is no condition.
type Judgement struct {
	Class  Class
	Reason string
}

// Side says whose policy a condition stands in, which decides what a key can tell.
type Side int

// RoleSide is a policy of a role: what may the role do. PolicySide is the policy of a function or the trust policy of a
// role: who may come.
const (
	RoleSide Side = iota
	PolicySide
)

// Judge weighs one condition; account is the account that the policy belongs to, empty if not known.
func (c Condition) Judge(side Side, account string) Judgement {
	op := parseOperator(c.Operator)
	if j, special := c.special(op, side, account); special {
		return j
	}
	key, known := findKey(c.Key)
	switch {
	case !known:
		return c.say(Unknown, "what it means for this grant is not known")
	case op.base == "null":
		return c.say(key.limit(side, Unknown), "it only asks whether the key is there")
	case op.negated:
		return c.say(key.limit(side, Open), "everything but the listed values passes")
	case op.optional && key.Optional:
		return c.say(key.limit(side, Open), "a request without the key passes")
	}
	if value, wide := c.wideValue(op, key); wide {
		return c.say(key.limit(side, Open), fmt.Sprintf("%q lets nearly everything pass", value))
	}
	return c.say(key.class(side), "it is about "+key.About)
}

// limit gives the class of the key, at most the given one: a weak form of a condition never does more than the full one.
func (k conditionKey) limit(side Side, most Class) Class {
	if class := k.class(side); class == Open || most == Open {
		return Open
	}
	return Unknown
}

// special decides what the table of keys cannot: conditions that never hold for a function, resources of a named account,
// and values that only the request knows.
func (c Condition) special(op operator, side Side, account string) (Judgement, bool) {
	switch {
	case side == RoleSide && c.needsMFA(op):
		return c.say(Never, "a function never signs in with a second factor"), true
	case c.isKey("aws:ResourceAccount", "s3:ResourceAccount") && side == RoleSide && c.foreign(op, account):
		return c.say(Narrows, "it is about resources of another account"), true
	case side == PolicySide && strings.Contains(strings.Join(c.Values, " "), "${"):
		return c.say(Unknown, "its value is only known with the request"), true
	}
	return Judgement{}, false
}

func (c Condition) needsMFA(op operator) bool {
	return c.isKey("aws:MultiFactorAuthPresent") && op.base == "bool" && !op.optional &&
		len(c.Values) == 1 && strings.EqualFold(c.Values[0], "true")
}

// foreign reports whether all values are accounts other than the own one.
func (c Condition) foreign(op operator, account string) bool {
	if op.negated || op.base == "null" || account == "" || len(c.Values) == 0 {
		return false
	}
	for _, value := range c.Values {
		if Overlaps(value, account, false) {
			return false
		}
	}
	return true
}

func (c Condition) isKey(names ...string) bool {
	for _, name := range names {
		if strings.EqualFold(c.Key, name) {
			return true
		}
	}
	return false
}

func (c Condition) say(class Class, why string) Judgement {
	return Judgement{class, c.Operator + " " + c.Key + " " + string(class) + ": " + why}
}

// judgeAll weighs the conditions of a statement together. One that never holds settles it, then one that narrows, then
// one that is unknown; the reason names the conditions of the class that settled it.
func judgeAll(list []Condition, side Side, account string) Judgement {
	if len(list) == 0 {
		return Judgement{Class: Open}
	}
	judgements := make([]Judgement, len(list))
	for i, c := range list {
		judgements[i] = c.Judge(side, account)
	}
	return together(judgements)
}

// together weighs what must all hold.
func together(list []Judgement) Judgement {
	settles := Open
	for _, j := range list {
		if slices.Index(settling, j.Class) < slices.Index(settling, settles) {
			settles = j.Class
		}
	}
	var reasons []string
	for _, j := range list {
		if j.Class == settles {
			reasons = append(reasons, j.Reason)
		}
	}
	return Judgement{settles, strings.Join(reasons, "; ")}
}

// settling orders the classes by what settles a statement first.
var settling = []Class{Never, Narrows, Unknown, Open}
