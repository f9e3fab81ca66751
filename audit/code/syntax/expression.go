package syntax

// Name is a variable, by its name.
type Name struct {
	Line
	Name string
}

// Attribute is a.b, a?.b and a.#b.
type Attribute struct {
	Line
	Of   Node
	Name string
}

// Index is a[b].
type Index struct {
	Line
	Of, Key Node
}

// Call is f(a, b=c), new C(a) and a tagged template.
type Call struct {
	Line
	Func Node
	Args []Argument
	New  bool
}

// Argument is a value with the keyword it is given under ("" without one).
type Argument struct {
	Keyword string
	Value   Node
	Spread  bool // *a, **a, ...a
}

// Text is a string. Of one that is put together (f"…{a}…", `…${a}…`) Value
// holds what stands between the parts, joined by "{}".
type Text struct {
	Line
	Value string
	Parts []Node
	Bytes bool
}

// Number is a number.
type Number struct {
	Line
	Value float64
}

// Constant is true, false, or nothing (None, null, undefined).
type Constant struct {
	Line
	Value string // "true", "false", "null"
}

// Sequence is a list, tuple, set or array, as value, target or pattern.
type Sequence struct {
	Line
	Items []Node
}

// Spread is *a and ...a within a Sequence.
type Spread struct {
	Line
	Value Node
}

// Mapping is a dict or an object.
type Mapping struct {
	Line
	Entries []Entry
}

// Entry is a key with its value. The key of {a} and {a: 1} is the Text "a" in
// JavaScript; a nil key spreads the value. A method's value is a Function.
type Entry struct {
	Key, Value Node
}

// Operation is an operator with what it works on: a + b, not a, a and b, a ?? b,
// a == b, typeof a. Of a < b < c the operator is "<" and there are three.
type Operation struct {
	Line
	Operator string // as written, but "and", "or", "not" for && || !, and "==", "!=" for === !==
	Operands []Node
}

// Choice is a if b else c, and b ? a : c.
type Choice struct {
	Line
	Test, Then, Else Node
}

// Await waits for a value.
type Await struct {
	Line
	Value Node
}

// Yield hands out a value of a generator; Value may be nil.
type Yield struct {
	Line
	Value Node
}

// Comprehension makes values in a loop of its own.
type Comprehension struct {
	Line
	Elements []Node // one, or key and value
	Clauses  []Clause
}

// Clause is one for of a comprehension, with its conditions.
type Clause struct {
	Target, Over Node
	Tests        []Node
}

// Load is require("m"), import("m"), importlib.import_module("m") and
// __import__("m"): a module as a value, loaded when the expression runs.
type Load struct {
	Line
	Module string
}

// Unknown is what the reader of a language did not understand.
type Unknown struct {
	Line
}
