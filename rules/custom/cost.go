package custom

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/checker"
	"cel.dev/cel-go/common/types"
)

// The limits of an expression. A step of CEL's takes about a tenth of a microsecond,
// so that the costliest one takes a tenth of a second per subject.
const (
	costLimit = 1_000_000 // steps, as CEL counts them
	maxText   = 20_000    // characters
	maxDepth  = 50        // of nesting
)

// What an expression is taken to read where only the run will tell: lists of a
// hundred items, and texts of a thousand characters.
const (
	usualItems = 100
	usualText  = 1_000
)

// tooCostly refuses an expression that would run past the limit on what is usual:
// loops within loops within loops.
func (c *compiler) tooCostly(e *Expression, checked *cel.Ast) *Mistake {
	estimate, err := c.env.EstimateCost(checked, sizes{})
	if err != nil {
		made := e.mistake("", "its cost cannot be told: %v", err)
		return &made
	}
	if estimate.Max <= costLimit {
		return nil
	}
	made := e.mistake("put fewer loops into each other", "it may take %d steps, and %d are allowed", estimate.Max, uint64(costLimit))
	return &made
}

// sizes estimates how much an expression reads.
type sizes struct{}

// EstimateSize returns the size of what no expression tells.
func (sizes) EstimateSize(node checker.AstNode) *checker.SizeEstimate {
	switch node.Type().Kind() {
	case types.ListKind, types.MapKind:
		return &checker.SizeEstimate{Max: usualItems}
	case types.StringKind, types.BytesKind:
		return &checker.SizeEstimate{Max: usualText}
	}
	return nil
}

// EstimateCallCost leaves the cost of calls to CEL.
func (sizes) EstimateCallCost(string, string, *checker.AstNode, []checker.AstNode) *checker.CallEstimate {
	return nil
}
