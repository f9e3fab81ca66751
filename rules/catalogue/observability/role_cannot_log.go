package observability

import (
	"cmp"
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "role-cannot-log", Title: "runs under a role that may not write its log",
	Severity: rules.Medium, Pillar: rules.Observability,
	Why: "Whatever the function prints is thrown away without an error, and the reason of the next failure with it.",
	Fix: loggingFix("ROLE", "LOG_GROUP_ARN", ""),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{facts.LogGroups, views.Configuration, views.Role, views.Edge, views.Watchers},
	Uses:     []string{"log-group-missing"},
	Check:    checkRoleLogs,
	Examples: roleCannotLogExamples,
})

func checkRoleLogs(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	role, err := views.Role.Of(in.Facts, c.Role)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case role.Missing:
		return rules.One(rules.Inapplicable("IAM has no such role"))
	}
	edge, err := views.Edge.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case edge:
		return rules.One(rules.Inapplicable("Lambda@Edge writes to groups in the regions where it runs"))
	}
	w := writer{&role, facts.LogGroupARN(in.Subject.Functions[0], &c)}
	refused, err := w.refused(in)
	switch {
	case refused != "":
		return rules.One(w.silent(in, &c, refused))
	case err != nil:
		return rules.One(rules.Undecided(err))
	}
	return nil
}

// A writer is a role, and the log group that it is to write to.
type writer struct {
	role  *views.ExecutionRole
	group string // ARN, without the ":*" that policies put behind it
}

// The actions that it takes to write a log.
const (
	createGroup  = "logs:CreateLogGroup"
	createStream = "logs:CreateLogStream"
	putEvents    = "logs:PutLogEvents"
)

// may asks whether the role may take the action. Lines are put to a stream; that
// a stream or a group may be made is granted on the group, and people write its
// ARN with and without what stands for its streams.
func (w writer) may(action string) iam.Answer {
	answer := iam.No
	for _, resource := range w.resources(action) {
		switch w.role.Allows(action, resource) {
		case iam.Yes:
			return iam.Yes
		case iam.Maybe:
			answer = iam.Maybe
		}
	}
	return answer
}

func (w writer) resources(action string) []string {
	stream := w.group + ":log-stream:*"
	if action == putEvents {
		return []string{stream}
	}
	return []string{stream, w.group}
}

// refused names the action that the role surely lacks; "" where it lacks none. The
// error says that it may.
func (w writer) refused(in *rules.Input) (string, error) {
	var unsure error
	for _, action := range []string{createStream, putEvents} {
		switch w.may(action) {
		case iam.No:
			return action, nil
		case iam.Maybe:
			unsure = cmp.Or(unsure, w.why(action))
		}
	}
	may := w.may(createGroup)
	if may == iam.Yes {
		return "", unsure
	}
	group, err := facts.LogGroups.Of(in.Facts, w.group)
	switch {
	case err != nil:
		return "", cmp.Or(unsure, err)
	case !group.Missing:
		return "", unsure
	case may == iam.No:
		return createGroup, nil
	}
	return "", cmp.Or(unsure, w.why(createGroup))
}

// why says why it is not known whether the role may take the action.
func (w writer) why(action string) error {
	return cmp.Or(w.role.Why, error(&audit.Unknown{Reason: audit.Opaque, Fact: facts.Roles.Name,
		Message: fmt.Sprintf("whether a condition lets the role use %s on %s is not known", action, nameOf(w.group))}))
}

// silent says that nothing is written. It weighs less where somebody has denied it
// on purpose, or something else takes the lines.
func (w writer) silent(in *rules.Input, c *facts.Config, refused string) rules.Finding {
	role, _ := audit.ParseARN(c.Role)
	name := nameOf(w.group)
	f := rules.Failed(fmt.Sprintf("its role %s may not use %s on the log group %s", role.Name(), refused, name),
		rules.Configured("role", c.Role, "one that allows "+refused),
		rules.Configured("log group", name, nil))
	if refused == createGroup {
		f.Message += ", which does not exist"
	}
	f.Fix = loggingFix(rules.InCommand(role.Name(), "ROLE"), rules.InCommand(w.group, "LOG_GROUP_ARN"), refused)
	w.limited(&f, refused)
	if by, _ := watchersIn(in, in.Subject.ID); len(by) > 0 { // who is not known takes nothing that is known
		f.Severity, f.Confidence = rules.Low, rules.Likely
		f.Message += "; " + strings.Join(by, ", ") + " may take its lines elsewhere"
	}
	f.Explains = rules.Refs(in.About("log-group-missing", in.Subject.Functions[0]).Findings)
	return f
}

// limited tells of what takes the action away whatever is allowed, and has to go
// first.
func (w writer) limited(f *rules.Finding, refused string) {
	switch resource := w.resources(refused)[0]; {
	case w.role.Denied(refused, resource):
		f.Severity = rules.Low
		f.Message += "; a Deny takes it away, as if on purpose"
		f.Fix = "# first take the Deny away, or narrow it: nothing that is allowed undoes it\n" + f.Fix
	case w.role.Bounded(refused, resource):
		boundary, _ := audit.ParseARN(w.role.BoundaryARN)
		f.Message += "; its permissions boundary " + boundary.Name() + " leaves it out"
		f.Fix = "# first let the permissions boundary " + rules.InCommand(w.role.BoundaryARN, "BOUNDARY_ARN") +
			" allow it, too: nothing that the role's policies allow goes beyond it\n" + f.Fix
	}
}

// loggingFix allows the role to write to the group, and makes the group if that is
// what is missing.
func loggingFix(role, group, refused string) string {
	fix := `aws iam put-role-policy --role-name ` + role + ` --policy-name write-log --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"` + rules.InCommand(group, "LOG_GROUP_ARN") + `:*"}]}'`
	if refused == createGroup {
		fix = `aws logs create-log-group --log-group-name ` + rules.InCommand(nameOf(group), "LOG_GROUP") + ` --region REGION
` + fix
	}
	return fix + `
# or for any group: the policy service-role/AWSLambdaBasicExecutionRole of AWS
# SAM: has it in the role that it makes      Terraform: aws_iam_role_policy`
}
