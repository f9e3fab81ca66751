package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"lambda-audit/report"
	"lambda-audit/rules"
)

// A settingRow is a setting as config show prints it.
type settingRow struct {
	Setting string `json:"setting"`
	Value   any    `json:"value"` // null where there is none
	From    string `json:"from"`  // file and line, a flag, a variable, or default
}

func (p *Program) showConfig(c *cli.Context) error {
	wanted, err := asJSON(c)
	if err != nil {
		return err
	}
	s, err := p.settings(c)
	if err != nil {
		return err
	}
	collected, err := p.collectionFrom(s)
	if err != nil {
		return err
	}
	if _, err := p.configFrom(s, collected.rules); err != nil {
		return err // as the audit would refuse it
	}
	rows, err := s.rows(collected.rules)
	if err != nil {
		return err
	}
	if wanted {
		return report.WriteJSON(p.Stdout, rows)
	}
	return settingsAsTable(p.Stdout, rows)
}

// rows lists all that holds, and the rules that judge.
func (s *settings) rows(judging []*rules.Rule) ([]settingRow, error) {
	level, err := s.failOn()
	if err != nil {
		return nil, err
	}
	var file any
	if s.file.Path != "" {
		file = s.file.Path
	}
	rows := []settingRow{
		{"config", file, s.from},
		{"fail_on", level.value, level.from},
		{"min_score", s.minScore().value, s.minScore().from},
		{"days", s.days().value, s.days().from},
		{"regions", s.regions().value, s.regions().from},
		{"fast", s.fast().value, s.fast().from},
		{"unused", s.unused().value, s.unused().from},
	}
	rows = append(rows, s.ruleRows(judging)...)
	return append(rows, s.fileRows()...), nil
}

// ruleRows say which rules judge, and why these.
func (s *settings) ruleRows(judging []*rules.Rule) []settingRow {
	chosen := s.selection()
	var rows []settingRow
	for _, row := range []settingRow{
		{"rules.only", chosen.Only, "--rule"},
		{"rules.enable", chosen.Also, s.file.Where("rules.enable")},
		{"rules.skip", words(s.StringSlice("skip-rule")), "--skip-rule"},
		{"rules.disable", chosen.Skip[len(words(s.StringSlice("skip-rule"))):], s.file.Where("rules.disable")},
	} {
		if len(row.Value.([]string)) > 0 {
			rows = append(rows, row)
		}
	}
	from := byDefault
	if len(rows) > 0 {
		from = "the rows above"
	}
	ids := make([]string, len(judging))
	for i, r := range judging {
		ids[i] = r.ID
	}
	return append(rows, settingRow{"rules", ids, from})
}

// fileRows are what only the file can say.
func (s *settings) fileRows() []settingRow {
	var rows []settingRow
	add := func(key string, value any) {
		rows = append(rows, settingRow{key, value, s.file.Where(key)})
	}
	for _, id := range slices.Sorted(maps.Keys(s.file.Severities)) {
		add("severities."+id, s.file.Severities[id])
	}
	for _, id := range slices.Sorted(maps.Keys(s.file.Params)) {
		add("params."+id, s.file.Params[id])
	}
	trust := map[string][]string{"trust.accounts": s.file.Trust.Accounts, "trust.organizations": s.file.Trust.Organizations,
		"trust.layer_publishers": s.file.Trust.LayerPublishers}
	for _, key := range slices.Sorted(maps.Keys(trust)) {
		if len(trust[key]) > 0 {
			add(key, trust[key])
		}
	}
	for i := range s.file.Overrides { // their order says which one wins
		add(fmt.Sprintf("functions[%d]", i), s.file.Overrides[i])
	}
	return rows
}

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
	case *float64:
		if value == nil {
			return "–", nil
		}
		return fmt.Sprint(*value), nil
	case []string:
		switch {
		case len(value) == 0:
			return "–", nil
		case len(value) > manyWords:
			return fmt.Sprintf("%d of them", len(value)), nil
		}
		return strings.Join(value, ", "), nil
	case int, bool, string, fmt.Stringer:
		return fmt.Sprint(value), nil
	case rules.Override:
		return overrideText(&value), nil
	}
	raw, err := json.Marshal(value)
	return string(raw), err
}
