package cli

import (
	"fmt"

	"lambda-audit/rules"
)

// between writes what a number is at least and at most.
func between(least, most int) string {
	switch {
	case least == most:
		return rules.Number(float64(most))
	case least == 0:
		return "at most " + rules.Number(float64(most))
	}
	return rules.Number(float64(least)) + " to " + rules.Number(float64(most))
}

func minutes(least, most float64) string {
	short, long := fmt.Sprintf("%.1f", least), fmt.Sprintf("%.1f", most)
	switch {
	case long == "0.0":
		return "less than 0.1 minutes"
	case short == long:
		return "about " + short + " minutes"
	}
	return short + " to " + long + " minutes"
}

func dollars(least, most float64) string {
	short, long := rules.Dollars(least), rules.Dollars(most)
	switch {
	case most == 0:
		return "nothing"
	case long == "$0.00":
		return "less than $0.01"
	case short == long:
		return "about " + short
	}
	return short + " to " + long
}
