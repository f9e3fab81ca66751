package cli

import (
	"fmt"
	"maps"
	"slices"

	"github.com/urfave/cli/v2"

	"lambda-audit/internal/config"
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
	rows, err := p.rows(s, collected.rules)
	if err != nil {
		return err
	}
	if wanted {
		return report.WriteJSON(p.Stdout, rows)
	}
	return settingsAsTable(p.Stdout, rows)
}

// showFlags are those of audit, but for what is done with its result.
func (p *Program) showFlags() []cli.Flag {
	flags := slices.DeleteFunc(p.auditCommand().Flags, func(f cli.Flag) bool {
		return slices.Contains([]string{"help", "output", "plan", "resume", "snapshot"}, f.Names()[0])
	})
	return append([]cli.Flag{listFlag()}, flags...)
}

// rows lists all that holds, and the rules that judge.
func (p *Program) rows(s *settings, judging []*rules.Rule) ([]settingRow, error) {
	levels, from, err := s.failOn()
	if err != nil {
		return nil, err
	}
	var file any
	if s.file.Path != "" {
		file = s.file.Path
	}
	rows := []settingRow{{"config", file, s.from}, p.outputRow(s)}
	for _, f := range p.settingsOf(s.Command) {
		switch name := f.Names()[0]; name {
		case "rule", "skip-rule": // see ruleRows
		case "fail-on":
			rows = append(rows, settingRow{"fail_on", levels.String(), from})
		default:
			rows = append(rows, settingRow{config.KeyOf(name), s.valueOf(name), s.whence(name)})
		}
	}
	rows = append(rows, s.ruleRows(judging)...)
	return append(rows, s.fileRows()...), nil
}

// outputRow says what audit writes; here the flag of that name says how the
// settings are shown.
func (p *Program) outputRow(s *settings) settingRow {
	for _, fill := range []func(*settings, string) source{p.variable, fromFile} {
		if found := fill(s, "output"); found.layer != nobody {
			return settingRow{"output", words(found.values), found.from}
		}
	}
	return settingRow{"output", []string{"table"}, byDefault}
}

// valueOf returns what a flag says; nil where nobody says anything and nothing is
// what that means.
func (s *settings) valueOf(flag string) any {
	value := s.Value(flag)
	if list, ok := value.(cli.StringSlice); ok {
		return append([]string{}, list.Value()...)
	}
	if !s.IsSet(flag) && (value == "" || value == 0 || value == 0.0) {
		return nil
	}
	return value
}

// ruleRows say which rules judge, and why these.
func (s *settings) ruleRows(judging []*rules.Rule) []settingRow {
	chosen := s.selection()
	var rows []settingRow
	for _, row := range []settingRow{
		{"rules.only", chosen.Only, s.whence("rule")},
		{"rules.enable", chosen.Also, s.file.Where("rules.enable")},
		{"rules.skip", words(s.StringSlice("skip-rule")), s.whence("skip-rule")},
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
	for i := range s.file.Suppress {
		add(fmt.Sprintf("suppress[%d]", i), s.file.Suppress[i])
	}
	if s.file.SuppressByTag != nil {
		add("suppress_by_tag", "up to "+s.file.SuppressByTag.UpTo.String())
	}
	for i := range s.file.Overrides { // their order says which one wins
		add(fmt.Sprintf("functions[%d]", i), s.file.Overrides[i])
	}
	return rows
}
