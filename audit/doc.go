// Package audit is the engine of collection: it asks AWS for the facts that the
// chosen rules require, each once and within AWS's published rates, and keeps
// them as a snapshot. It never says good or bad.
package audit
