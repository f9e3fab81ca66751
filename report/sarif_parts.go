package report

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// securitySeverity is how bad GitHub shows a failure of a rule about security. (The
// bounds stand on the page that sarifMost names.)
var securitySeverity = map[rules.Severity]string{
	rules.Critical: "9.5", rules.High: "8.0", rules.Medium: "5.5", rules.Low: "2.0",
}

// ruleAt returns the rule's place in the run, where it is put once.
func (s *sarifRun) ruleAt(id, title string, severity rules.Severity, pillar rules.Pillar) int {
	if at, known := s.rules[id]; known {
		return at
	}
	at := len(s.run.Tool.Driver.Rules)
	s.rules[id] = at
	text := cmp.Or(title, id)
	rule := sarif.NewReportingDescriptor().WithID(id).WithName(id).WithShortDescription(sarifText(text))
	rule.DefaultConfiguration = sarif.NewReportingConfiguration().WithLevel(sarifLevel(severity))
	properties := sarif.NewPropertyBag()
	properties.Tags = []string{string(pillar)}
	if pillar == rules.Security {
		properties.Properties["security-severity"] = securitySeverity[severity]
	}
	rule.Properties = properties
	rule.FullDescription, rule.Help = sarifText(text), sarifText(text)
	if known, err := rules.ByID(id); err == nil {
		rule.FullDescription = sarifText(known.Why)
		rule.Help = sarifText(known.Why + "\n\n" + known.Fix).WithMarkdown(known.Why + "\n\n```sh\n" + known.Fix + "\n```\n")
		if len(known.Refs) > 0 {
			rule.WithHelpURI(known.Refs[0])
		}
	}
	s.run.Tool.Driver.Rules = append(s.run.Tool.Driver.Rules, rule)
	return at
}

func sarifText(text string) *sarif.MultiformatMessageString {
	return sarif.NewMultiformatMessageString().WithText(text)
}

// sarifMessage is a text without links: [a](b) would be one.
func sarifMessage(text string) *sarif.Message {
	return sarif.NewMessage().WithText(cmp.Or(strings.ReplaceAll(text, "](", "] ("), unknownText))
}

// sarifLocation says where a finding lies: what runs has no file, so it gets a path
// of its own, aws/ACCOUNT/REGION/FUNCTION, of which line 1 is shown.
func sarifLocation(row rules.FindingRow) *sarif.Location {
	name := row.Function
	path := []string{"aws", row.AccountID, row.Region}
	if name == "" {
		name = shortName(row.Subject)
		path = append(path, row.SubjectKind)
	}
	path = append(path, name)
	for i := range path {
		path[i] = url.PathEscape(strings.ToValidUTF8(path[i], "�"))
	}
	physical := sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewArtifactLocation().WithURI(strings.Join(path, "/"))).
		WithRegion(sarif.NewRegion().WithStartLine(1))
	location := sarif.NewLocation().WithPhysicalLocation(physical)
	logical := sarif.NewLogicalLocation().WithKind("resource").WithName(name).WithFullyQualifiedName(row.Subject)
	if row.Locus != "" {
		logical.WithFullyQualifiedName(row.Subject + "/" + row.Locus).WithDecoratedName(row.Locus)
	}
	location.LogicalLocations = []*sarif.LogicalLocation{logical}
	return location
}

// shortName is the last part of an ARN, or all of what is none.
func shortName(subject string) string {
	if _, named := audit.ParseARN(subject); !named {
		return subject
	}
	return subject[strings.LastIndexAny(subject, ":/")+1:]
}
