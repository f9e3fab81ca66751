// Package cost holds the rules on money.
package cost
