package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"lambda-audit/rules"
)

func settingsAsTable(w io.Writer, rows []settingRow) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "SETTING\tVALUE\tFROM")
	for _, row := range rows {
		text, err := valueText(row.Value)
		if err != nil {
			return fmt.Errorf("print the setting %s: %w", row.Setting, err)
		}
		fmt.Fprintf(columns, "%s\t%s\t%s\n", row.Setting, text, row.From)
	}
	return columns.Flush()
}

// overrideText says in a few words what an override does to which functions.
func overrideText(o *rules.Override) string {
	var parts []string
	add := func(what string, names []string) {
		if len(names) > manyWords {
			names = []string{plural(len(names), "rule")}
		}
		if len(names) > 0 {
			parts = append(parts, what+" "+strings.Join(names, ", "))
		}
	}
	if o.Name != "" {
		add("name", []string{o.Name})
	}
	if o.Tag != "" {
		add("tag", []string{o.Tag})
	}
	var severities []string
	for _, id := range slices.Sorted(maps.Keys(o.Severities)) {
		severities = append(severities, id+" "+o.Severities[id].String())
	}
	add("disable", o.Disable)
	add("severities", severities)
	add("params", slices.Sorted(maps.Keys(o.Params)))
	if o.Reason != "" {
		parts = append(parts, "because "+o.Reason)
	}
	return strings.Join(parts, "; ")
}

// manyWords is how many words of a list a table still shows.
const manyWords = 6

// valueText writes a value for people: lists by their words, or by their number
// where they are long.
func valueText(value any) (string, error) {
	switch value := value.(type) {
	case nil:
		return "–", nil
	case []string:
		switch {
		case len(value) == 0:
			return "–", nil
		case len(value) > manyWords:
			return fmt.Sprintf("%d of them", len(value)), nil
		}
		return strings.Join(value, ", "), nil
	case float64:
		return strconv.FormatFloat(value, 'g', 4, 64), nil
	case int, bool, string, fmt.Stringer:
		return fmt.Sprint(value), nil
	case rules.Override:
		return overrideText(&value), nil
	case rules.Suppression:
		return suppressionText(&value), nil
	}
	raw, err := json.Marshal(value)
	return string(raw), err
}
