package syntax

// Import takes names from a module: import a.b as c, from .a import b as c,
// import a, {b as c} from "d".
type Import struct {
	Line
	Module string // as written: "boto3", "a.b", ".util", "./util.js", "node:fs"
	Names  []ImportedName
}

// ImportedName is what an import binds. The module itself has the name "*"
// (import a as b, import * as b), its default export has the name "default".
// Of import a.b without "as", Python binds a: Name is "*" and As is "a".
// All says that every public name is taken (from a import *); As is empty then.
type ImportedName struct {
	Name, As string
	All      bool
}

// Function is a function, a method, a lambda or an arrow function; as an
// expression it has no name.
type Function struct {
	Line
	End        int // its last line
	Name       string
	Params     []Param
	Decorators []Node
	Body       []Node // of a lambda: one Return
	Async      bool
	Generator  bool
}

// Param is what a function is given. A destructured one has no name but Names
// of what it binds.
type Param struct {
	Name    string
	Names   []string
	Default Node // nil without one
	Rest    bool // *args, **kwargs, ...rest
}

// Class is a class; its body runs where it stands, its methods do not.
type Class struct {
	Line
	Name       string
	Bases      []Node
	Decorators []Node
	Body       []Node
}

// Assign binds targets to a value: a = b = c has two targets. A destructuring
// target is a Sequence or a Mapping. Export says that other modules see the
// targets (export const a = 1).
type Assign struct {
	Line
	Targets  []Node
	Value    Node   // nil for a declaration without a value
	Operator string // of an augmented assignment, such as "+=", "??=", ":=" ("" otherwise)
	Declares bool   // const, let, var, or an annotation
	Export   bool
}

// If runs one of two bodies.
type If struct {
	Line
	Test       Node
	Then, Else []Node
}

// Switch runs the case that a subject fits: switch, and match.
type Switch struct {
	Line
	Subject Node
	Cases   []Case
}

// Case is one way of a Switch: values or patterns it is for (none for the
// default), and a guard.
type Case struct {
	Values []Node
	Guard  Node // nil without one
	Body   []Node
}

// Loop runs its body again and again: for, while, do. Endless loops (while
// True) have a Test that is a true Constant, or none.
type Loop struct {
	Line
	Targets []Node // what a for loop binds
	Over    Node   // what it goes over; nil for a while loop
	Header  []Node // what stands before and between the rounds of for (;;)
	Test    Node   // nil where Over is set, or for (;;)
	Body    []Node
	Else    []Node
	Async   bool
}

// Try is a body with what handles its errors.
type Try struct {
	Line
	Body     []Node
	Handlers []Handler
	Else     []Node
	Finally  []Node
}

// Handler is one except or catch. Type is nil where it takes everything.
type Handler struct {
	Type Node
	Name string
	Body []Node
}

// With holds resources while its body runs.
type With struct {
	Line
	Items []WithItem
	Body  []Node
	Async bool
}

// WithItem is a resource and the target it is bound to (nil without one).
type WithItem struct {
	Value, As Node
}

// Return ends a function. Value may be nil.
type Return struct {
	Line
	Value Node
}

// Raise is raise and throw. Value may be nil.
type Raise struct {
	Line
	Value Node
}

// Global says that names of a function are the module's: global, nonlocal.
type Global struct {
	Line
	Names []string
}

// Export gives names of a module to others: export {a as b}, export default x,
// export * from "m". Assignments to exports and module.exports stay Assign.
type Export struct {
	Line
	Module string            // "" unless the names are another module's
	Names  map[string]string // outer name to inner name; "*" to "*" for all
	Value  Node              // of export default; nil otherwise. A Function, Class or expression
}

// Exported marks a declaration that other modules see: export function f() {}.
type Exported struct {
	Line
	Declares Node // a Function or a Class
}
