package config

import (
	"bytes"
	_ "embed"
	"time"
)

//go:embed starter.yaml
var starter []byte

// starterDay is the day on which the starter's examples end; starterDays is how
// far ahead that lies in what is written.
const (
	starterDay  = "2027-03-31"
	starterDays = 90
)

// Starter returns a configuration that changes nothing and shows in comments what
// there is to change. What it shows to end ends some months from now.
func Starter(now time.Time) []byte {
	day := now.UTC().AddDate(0, 0, starterDays).Format(time.DateOnly)
	return bytes.ReplaceAll(starter, []byte(starterDay), []byte(day))
}
