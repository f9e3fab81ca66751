// Package architecture holds the rules on how functions are cut, built and kept.
package architecture
