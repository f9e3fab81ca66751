package report

import (
	"fmt"
	"io"
	"strings"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/iamcheck"
)

// WriteIAMChecks writes for people what was found in files with policies: each file with what is wrong and why, and what
// to write instead.
func WriteIAMChecks(w io.Writer, rows []iamcheck.Row, o Options) error {
	p := newSheet(w, o)
	told := false
	for _, row := range rows {
		p.checkedFile(row)
		if told = eventful(row); !told {
			continue
		}
		if err := p.checkedBody(row); err != nil {
			return err
		}
		p.print("")
	}
	if len(rows) > 0 && !told {
		p.print("")
	}
	p.checkedSum(rows)
	return p.err
}

// eventful reports whether there is more to tell of a file than its verdict.
func eventful(row iamcheck.Row) bool {
	return len(row.Statements)+len(row.Paths)+len(row.Trust)+len(row.Unreadable)+len(row.Notes) > 0 || len(row.Functions) > 1
}

func (p *page) checkedBody(row iamcheck.Row) error {
	for _, s := range iamcheck.Grouped(row.Statements) {
		p.checkedStatement(s)
	}
	p.checkedPaths(row)
	for _, t := range row.Trust {
		p.checkedTrust(t)
	}
	p.checkedRest(row)
	return p.suggestion(row.Suggestion)
}

// newSheet is a page without a result.
func newSheet(w io.Writer, o Options) *page {
	p := &page{w: w, width: o.Width, colour: o.Colour}
	if p.width <= 0 {
		p.width = pipeWidth
	}
	p.width = max(p.width, narrowest)
	return p
}

// checkedFile names the file and all that holds of it, the worst first. That its policies are clean is not told beside
// something that is not.
func (p *page) checkedFile(row iamcheck.Row) {
	verdicts, style := row.Verdicts, severityStyle(row.Worst())
	switch {
	case row.Worst() > rules.NoSeverity && row.Verdict == iam.VerdictClean:
		verdicts = verdicts[1:]
	case row.Severity == iamcheck.Clean:
		style = green
	case row.Severity == iamcheck.Unknown:
		style = yellow
	}
	text := strings.Join(verdicts, ", ")
	if row.Worst() > rules.NoSeverity {
		text = row.Severity + ": " + text
	}
	head := clean(row.File)
	if role := clean(row.Role); role != "" {
		head += " (role " + role + ")"
	}
	if width(head)+2+width(text) <= p.width {
		p.print(p.paint(bold, head) + "  " + p.paint(style, text))
		return
	}
	for _, line := range wrap(head, p.width) {
		p.print(p.paint(bold, line))
	}
	for _, line := range wrap(text, p.width-4) {
		p.print("    " + p.paint(style, line))
	}
}

// checkedStatement tells what a statement grants as it is written, where it stands, and what makes it better or worse.
func (p *page) checkedStatement(s iamcheck.Statement) {
	p.headed(s.Severity, fmt.Sprintf("%s on %s", s.Pattern, objects(s)))
	p.remark("in", fmt.Sprintf("%s, %s", policyText(s), iam.Statement{Sid: s.Sid, Index: s.Index}.Name()))
	p.remark("why", s.Reason)
	if reached := strings.Join(s.SensitiveActions, ", "); s.SensitiveCount > 0 && reached != s.Pattern {
		p.remark("reaches", fmt.Sprintf("%s: %s", plural(s.SensitiveCount, "sensitive action"), someOf(s.SensitiveActions, s.SensitiveCount)))
	}
	for _, c := range s.Conditions {
		p.remark("if", c.Why)
	}
	for _, limit := range s.Limits {
		p.remark("limit", limit)
	}
}

// pathsShown is how many paths of a file are told in full.
const pathsShown = 10

// checkedPaths tells the paths, but not one by one those of an administrator, to whom all are open.
func (p *page) checkedPaths(row iamcheck.Row) {
	if row.Verdict == iam.VerdictAdmin && len(row.Paths) > 0 {
		p.headed(row.Paths[0].Severity, plural(len(row.Paths), "path")+" to more rights: an administrator may go them all")
		return
	}
	shown := row.Paths[:min(pathsShown, len(row.Paths))]
	for _, path := range shown {
		p.checkedPath(path)
	}
	if more := row.Paths[len(shown):]; len(more) > 0 {
		ids := make([]string, len(more))
		for i, path := range more {
			ids[i] = path.ID
		}
		p.headed(more[0].Severity, fmt.Sprintf("%s besides: %s", plural(len(more), "path"), strings.Join(ids, ", ")))
	}
}

func (p *page) checkedPath(path iamcheck.Path) {
	p.headed(path.Severity, fmt.Sprintf("%s: %s", path.ID, path.Title))
	p.remark("how", path.Story)
	p.remark("takes", strings.Join(path.Actions, ", "))
	p.remark("in", strings.Join(path.GrantedBy, "; "))
	for _, c := range path.Conditions {
		p.remark("if", c)
	}
}

func (p *page) checkedTrust(t iamcheck.Trust) {
	text := string(t.Fault)
	if t.Principal != "" {
		text += ": " + t.Principal
	}
	p.headed(t.Severity, text)
	if t.Statement != "" {
		p.remark("in", "the trust policy, "+t.Statement)
	}
	p.remark("why", t.Why)
	for _, c := range t.Conditions {
		p.remark("if", c)
	}
}

// checkedRest tells what is true of the whole file.
func (p *page) checkedRest(row iamcheck.Row) {
	if len(row.Functions) > 1 {
		p.paragraph("  shared by: ", clean(strings.Join(row.Functions, ", ")))
	}
	if row.Partial() {
		p.paragraph("  not read: ", clean(strings.Join(row.Unreadable, ", ")))
	}
	for _, note := range row.Notes {
		p.paragraph("  note: ", clean(note))
	}
}

// checkedSum counts the files by severity, and says once what no file can tell.
func (p *page) checkedSum(rows []iamcheck.Row) {
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.Severity]++
	}
	parts := []string{}
	for _, s := range rules.Severities {
		if n := counts[s.String()]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", count(n), s))
		}
	}
	for _, rest := range []struct{ severity, text string }{{iamcheck.Unknown, "unknown"}, {iamcheck.Clean, "clean"}} {
		if n := counts[rest.severity]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", count(n), rest.text))
		}
	}
	if len(rows) > 0 {
		p.items(plural(len(rows), "file")+": "+strings.Join(parts, ", "), "service control policies: not evaluated")
	}
}
