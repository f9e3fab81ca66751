// Package views computes from facts what several rules read: parsed policies,
// and indexes of what belongs to a function.
package views
