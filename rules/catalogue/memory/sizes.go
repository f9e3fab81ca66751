package memory

import (
	"math"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/running"
)

// Size is the memory as messages tell it, with whose it is where that matters.
func Size(c *running.Case) string {
	text := rules.Number(float64(c.MemoryMB)) + " MB"
	if c.Whose != "" {
		text += " (those" + c.Whose + ")"
	}
	return text
}

// step is what suggested sizes are rounded up to, in MB.
const step = 64

// SizeFor returns the size in MB, within what Lambda takes of that function, that
// leaves room above the use: times as much of it.
func SizeFor(c *facts.Config, usedMB, times float64) int {
	size := int(math.Ceil(usedMB*times/step)) * step
	return min(max(size, Floor), Ceiling(c))
}

// Floor is the size that Lambda takes at least, in MB (its quotas page, 2026-05-05).
const Floor = 128

// Ceiling is the size that Lambda takes at most, in MB (its quotas page, 2026-05-05;
// of managed instances the API model, 2026-11-17).
func Ceiling(c *facts.Config) int {
	if c.Capacity != "" {
		return 32_768
	}
	return 10_240
}
