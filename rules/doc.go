// Package rules is the engine of judgement: it evaluates rules over a snapshot
// and scores what they find. It calls no AWS, reads no clock and keeps no state.
package rules
