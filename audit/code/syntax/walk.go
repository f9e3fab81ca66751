package syntax

// Walk calls visit for a node and, where that returns true, for all that it
// holds, in the order of the source. A nil node is left out.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for _, child := range Children(n) {
		Walk(child, visit)
	}
}

// WalkAll walks each of a list of nodes.
func WalkAll(nodes []Node, visit func(Node) bool) {
	for _, n := range nodes {
		Walk(n, visit)
	}
}

// Children are the nodes that a node holds, in the order of the source.
func Children(n Node) []Node {
	if list, ok := ofStatement(n); ok {
		return list
	}
	return ofExpression(n)
}

// ofStatement reports whether a node is a statement.
func ofStatement(n Node) ([]Node, bool) {
	var l children
	switch n := n.(type) {
	case *Function:
		l.add(n.Decorators...)
		for _, p := range n.Params {
			l.add(p.Default)
		}
		l.add(n.Body...)
	case *Class:
		l.add(n.Decorators...).add(n.Bases...).add(n.Body...)
	case *Assign:
		l.add(n.Targets...).add(n.Value)
	case *If:
		l.add(n.Test).add(n.Then...).add(n.Else...)
	case *Switch:
		l.add(n.Subject)
		for _, c := range n.Cases {
			l.add(c.Values...).add(c.Guard).add(c.Body...)
		}
	case *Loop:
		l.add(n.Header...).add(n.Targets...).add(n.Over, n.Test).add(n.Body...).add(n.Else...)
	case *Try:
		l.add(n.Body...)
		for _, h := range n.Handlers {
			l.add(h.Type).add(h.Body...)
		}
		l.add(n.Else...).add(n.Finally...)
	case *With:
		for _, item := range n.Items {
			l.add(item.Value, item.As)
		}
		l.add(n.Body...)
	case *Return:
		l.add(n.Value)
	case *Raise:
		l.add(n.Value)
	case *Export:
		l.add(n.Value)
	case *Exported:
		l.add(n.Declares)
	case *Import, *Global:
	default:
		return nil, false
	}
	return l, true
}

func ofExpression(n Node) []Node {
	var l children
	switch n := n.(type) {
	case *Attribute:
		l.add(n.Of)
	case *Index:
		l.add(n.Of, n.Key)
	case *Call:
		l.add(n.Func)
		for _, a := range n.Args {
			l.add(a.Value)
		}
	case *Text:
		l.add(n.Parts...)
	case *Sequence:
		l.add(n.Items...)
	case *Spread:
		l.add(n.Value)
	case *Mapping:
		for _, e := range n.Entries {
			l.add(e.Key, e.Value)
		}
	case *Operation:
		l.add(n.Operands...)
	case *Choice:
		l.add(n.Test, n.Then, n.Else)
	case *Await:
		l.add(n.Value)
	case *Yield:
		l.add(n.Value)
	case *Comprehension:
		for _, c := range n.Clauses {
			l.add(c.Over, c.Target).add(c.Tests...)
		}
		l.add(n.Elements...)
	}
	return l
}

// children is a list that leaves out what is missing.
type children []Node

func (l *children) add(nodes ...Node) *children {
	for _, n := range nodes {
		if n != nil {
			*l = append(*l, n)
		}
	}
	return l
}
