package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/report"
	"lambda-audit/rules"
)

func (p *Program) explainRule(c *cli.Context) error {
	if err := noMoreThan(c, 1); err != nil {
		return err
	}
	id := c.Args().First()
	if id == "" {
		return usage("lambda-audit rules list shows them all", "it is not said which rule")
	}
	wanted, err := asJSON(c)
	if err != nil {
		return err
	}
	s, err := p.settings(c)
	if err != nil {
		return err
	}
	rule, err := s.choice.ByID(id)
	if err != nil {
		return err
	}
	peers := rules.DefaultPeers()
	row := rowOf(rule, &peers)
	if wanted {
		return report.WriteJSON(p.Stdout, row)
	}
	return explain(p.Stdout, row)
}

// explain writes all that a rule says of itself, for people.
func explain(w io.Writer, r ruleRow) error {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s\n%s, %s, %s\n", r.ID, r.Title, r.Severity, r.Pillar, whenText[r.When])
	if r.Source != "" {
		fmt.Fprintf(&text, "from %s\n", r.Source)
	}
	fmt.Fprintln(&text, "\nWhy")
	fold(&text, "  ", r.Why)
	paragraph(&text, "Fix", r.Fix)
	if r.Parameters != nil {
		defaults, err := json.Marshal(r.Parameters)
		if err != nil {
			return fmt.Errorf("print the parameters of %s: %w", r.ID, err)
		}
		paragraph(&text, "Parameters, with their defaults", string(defaults))
	}
	if len(r.Examples) > 0 {
		paragraph(&text, "Examples", strings.Join(examplesOf(r), "\n"))
	}
	paragraph(&text, "IAM actions it needs", strings.Join(r.Permissions, "\n"))
	if len(r.References) > 0 {
		paragraph(&text, "References", strings.Join(r.References, "\n"))
	}
	if len(r.AlsoKnownAs) > 0 {
		paragraph(&text, "Also known as", strings.Join(namesOf(r), "\n"))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// whenText says when a rule is selected.
var whenText = map[rules.When]string{
	rules.Default:   "selected by default",
	rules.Off:       "selected by its name only",
	rules.WithCode:  "selected where code is inspected",
	rules.WithLogs:  "selected where logs are sampled",
	rules.WithUsage: "selected with --unused",
}

func paragraph(text *strings.Builder, heading, body string) {
	fmt.Fprintf(text, "\n%s\n", heading)
	for line := range strings.SplitSeq(strings.TrimSpace(body), "\n") {
		fmt.Fprintln(text, strings.TrimRight("  "+line, " "))
	}
}

// namesOf are the rule's names in other tools.
func namesOf(r ruleRow) []string {
	lines := make([]string, len(r.AlsoKnownAs))
	for i, peer := range r.AlsoKnownAs {
		lines[i] = peer.Tool + ": " + peer.ID
	}
	return lines
}

func examplesOf(r ruleRow) []string {
	lines := make([]string, len(r.Examples))
	for i, e := range r.Examples {
		lines[i] = fmt.Sprintf("%-14s  %s", e.Outcome, e.Name)
	}
	return lines
}
