// Package observability holds the rules on how well functions can be watched.
package observability
