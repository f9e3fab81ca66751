// Package security holds the rules on who may do what, and on what must not be
// seen.
package security
