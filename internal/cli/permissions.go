package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

func (p *Program) permissionsCommand() *cli.Command {
	return command(&cli.Command{
		Name:  "permissions",
		Usage: "print the IAM policy that an audit needs, and no more",
		Description: "Give the flags that the audit will be given. Nothing in the policy changes\n" +
			"anything, and the audit calls nothing beside it.",
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FORMAT`: json is the policy, terraform and cloudformation make one of it, table says what each action is for (default: json)", Value: "json"},
			&cli.StringFlag{Name: "partition", Usage: "`NAME` of the partition in ARNs: aws, aws-cn, aws-us-gov (default: aws)", Value: "aws"},
			&cli.BoolFlag{Name: "check", Usage: "try the actions on one function, and say which are denied and which rules would be blind; exit 4 where any would"},
			decryptFlag(),
			&cli.StringSliceFlag{Name: "tag-columns", Category: aboutScope, Usage: "with the functions' tags of these `KEYS`"},
		}, ruleFlags(), configFlags(), scopeFlags(), accessFlags(), accountsFlags(), paceFlags()),
		Action: p.permissions,
	})
}

func (p *Program) permissions(c *cli.Context) error {
	format := c.String("output")
	write := policyFormats[format]
	if write == nil && format != "table" {
		return unknown("format", format, permissionsFormats())
	}
	s, err := p.settings(c)
	if err != nil {
		return err
	}
	chosen, err := s.rules()
	if err != nil {
		return err
	}
	partition := c.String("partition")
	if partition != "aws" && !strings.HasPrefix(partition, "aws-") {
		return unknown("partition", partition, []string{"aws", "aws-cn", "aws-us-gov"})
	}
	rows := needsOf(chosen, s)
	switch {
	case c.Bool("check") && isOfSeveral(s):
		return usage("check each with --role-arn", "--check tries the actions in one account")
	case c.Bool("check"):
		return p.checkPermissions(s, rows)
	case format == "table":
		return needsAsTable(p.Stdout, append(rows, decryptNeeds(chosen, s)...))
	}
	return write(p.Stdout, p.policyOf(rows, chosen, s))
}

// policyOf returns the policy that the flags need.
func (p *Program) policyOf(rows []need, chosen []*rules.Rule, s *settings) iamPolicy {
	partition := s.String("partition")
	var actions []string
	for _, row := range rows {
		if row.action != assumeAction {
			actions = append(actions, row.action)
		}
	}
	policy := policyFor(actions, partition)
	if isOfSeveral(s) {
		policy.Statement = append(policy.Statement, assumeStatement(s.String("account-role"), partition))
	}
	if s.Bool("with-decrypt") {
		policy.Statement = append(policy.Statement, decryptStatement(s.StringSlice("region"), partition))
	} else {
		p.mentionDecrypt(chosen, s)
	}
	return policy
}

// A need is one action that a fact takes, and the rules that ask for the fact.
type need struct {
	action, fact string
	rules        []string // none: what functions cost, their tags and the account's regions are read for the run itself
}

// purpose says what the action is for.
func (n *need) purpose() string { return strings.Join(n.readers(), ", ") }

// readers are the rules that need the action, or the run itself.
func (n *need) readers() []string {
	if len(n.rules) == 0 {
		return []string{"the run itself"}
	}
	return n.rules
}

// needsOf lists what the rules and the other flags need, by action and fact.
func needsOf(chosen []*rules.Rule, s *settings) []need {
	var list []need
	for f := range s.wanted(chosen) {
		info := f.Info()
		for _, action := range info.Actions {
			list = append(list, need{action, info.Name, rulesWith(f, chosen)})
		}
	}
	if slices.ContainsFunc(s.StringSlice("region"), audit.IsRegionPattern) {
		for _, action := range audit.OpeningActions {
			list = append(list, need{action, "the account's regions", nil})
		}
	}
	list = append(list, needsOfAccounts(s)...)
	slices.SortFunc(list, func(a, b need) int { return strings.Compare(a.action+" "+a.fact, b.action+" "+b.fact) })
	return list
}

// withTags adds the tags to what is read, where functions are chosen, judged or
// shown by them.
func withTags(want audit.Set, s *settings) audit.Set {
	if s.byTags() {
		want.Add(facts.Tags)
	}
	return want
}

// wanted returns the facts that a run by the rules and the other flags reads.
func (s *settings) wanted(chosen []*rules.Rule) audit.Set {
	want := withTags(rules.Collected(chosen), s)
	if s.fast() {
		return want.Fast()
	}
	return want
}

// byTags reports whether functions are chosen, judged or shown by their tags.
func (s *settings) byTags() bool {
	return len(s.StringSlice("tag"))+len(s.StringSlice("tag-columns")) > 0 || s.judgesByTags()
}

// rulesWith returns the ids of the rules that need the fact.
func rulesWith(f audit.AnyFact, chosen []*rules.Rule) []string {
	var ids []string
	for _, r := range chosen {
		if rules.Requirements([]*rules.Rule{r})[f] {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func needsAsTable(w io.Writer, rows []need) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "ACTION\tFACT\tRULES")
	for _, row := range rows {
		fmt.Fprintf(columns, "%s\t%s\t%s\n", row.action, row.fact, row.purpose())
	}
	return columns.Flush()
}

// actionsOf returns the IAM actions that the facts take, sorted.
func actionsOf(want audit.Set) []string {
	var actions []string
	for f := range want {
		actions = append(actions, f.Info().Actions...)
	}
	slices.Sort(actions)
	return slices.Compact(actions)
}
