// Package performance holds the rules on how fast functions start and run.
package performance
