package security

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// rows judges what is given by the named rules, and returns the failures and the
// unknowns, worst first.
func rows(t *testing.T, c rules.Config, ids []string, given ...audit.Given) ([]rules.FindingRow, *rules.Result) {
	t.Helper()
	for _, id := range ids {
		r, err := rules.ByID(id)
		if err != nil {
			t.Fatal(err)
		}
		c.Rules = append(c.Rules, r)
	}
	c.Strict = true
	known, err := audit.Pretend(rules.ExampleHeader(), rules.Requirements(c.Rules), given...)
	if err != nil {
		t.Fatal(err)
	}
	result, err := rules.Evaluate(known, c)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(result.Findings(rules.Show{})), result
}

// only returns the one row of the rule.
func only(t *testing.T, list []rules.FindingRow, rule string) rules.FindingRow {
	t.Helper()
	var found []rules.FindingRow
	for _, row := range list {
		if row.Rule == rule {
			found = append(found, row)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%s has %d rows: %+v", rule, len(found), found)
	}
	return found[0]
}

const (
	everybody  = `{"Sid":"open","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*"}`
	withBadge  = `{"Sid":"badge","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*","Condition":{"StringEquals":{"acme:Badge":"blue"}}}`
	everything = `{"Effect":"Allow","Action":"*","Resource":"*"}`
)

var (
	proven = secrets.Variable{Name: "DATABASE_URL", Class: secrets.ClassSecret, Kind: "url-password", Step: secrets.StepContent, Confidence: secrets.High}
	byName = secrets.Variable{Name: "DB_PASSWORD", Class: secrets.ClassSecret, Kind: "password-by-name", Step: secrets.StepName, Confidence: secrets.Medium}
)

var exposing = []string{"exposed-and-powerful", "policy-public", "role-admin", "role-wildcard", "env-secret"}

// exposed is a function with that policy, that variable and that role.
func exposed(policy string, v secrets.Variable, role string) []audit.Given {
	return slices.Concat(functionPolicy(policy), roleWith(role), []audit.Given{withVariable(v), sample.NoAliases()})
}

// Whatever becomes of the finding that tells the whole path, its parts still
// stand: hiding or softening it must not make the function fine.
func TestSofteningThePathHidesNothing(t *testing.T) {
	given := exposed(everybody, proven, everything)
	for name, c := range map[string]struct {
		config rules.Config
		most   float64
	}{
		"as it is":     {rules.Config{}, 39},
		"suppressed":   {rules.Config{Suppress: []rules.Suppression{{Rule: "exposed-and-powerful"}}}, 39 * 0.39 * 0.39},
		"made low":     {rules.Config{Severities: map[string]rules.Severity{"exposed-and-powerful": rules.Low}}, 39 * 0.39 * 0.39},
		"admin hidden": {rules.Config{Suppress: []rules.Suppression{{Rule: "role-admin"}}}, 39},
	} {
		c.config.Gate = rules.Gate{FailOn: rules.High}
		_, result := rows(t, c.config, exposing, given...)
		if score := *result.Functions[0].Score; score > c.most+0.05 || result.Run.ExitCode != 1 {
			t.Errorf("%s: it scores %v and exits %d", name, score, result.Run.ExitCode)
		}
	}
}

func TestThePathClaimsNoMoreThanItsSteps(t *testing.T) {
	for name, c := range map[string]struct {
		given      []audit.Given
		severity   rules.Severity
		confidence string
		message    string
	}{
		"all sure": {exposed(everybody, proven, everything), rules.Critical, "high", "anyone may invoke it (open), and then: it runs with every right in the account; it holds"},
		"two guesses": {exposed(withBadge, byName, ownLog), rules.High, "low",
			"perhaps anyone may invoke it (badge), and then: perhaps it holds secrets in its variables"},
		"a guessed secret":      {exposed(everybody, byName, ownLog), rules.High, "medium", "anyone may invoke it (open), and then: perhaps it holds"},
		"a guessed way in":      {exposed(withBadge, proven, ownLog), rules.High, "low", "perhaps anyone may invoke it (badge), and then: it holds"},
		"the surer prize":       {exposed(everybody, byName, everything), rules.Critical, "high", "anyone may invoke it (open), and then: it runs with every right in the account; perhaps it holds"},
		"the surer way in":      {exposed(withBadge+","+everybody, proven, ownLog), rules.Critical, "high", "anyone may invoke it (open), and then"},
		"admin, on a condition": {exposed(everybody, plain, tagged), rules.High, "medium", "and then: perhaps it runs with every right"},
	} {
		list, _ := rows(t, rules.Config{}, exposing, c.given...)
		got := only(t, list, "exposed-and-powerful")
		if got.Severity != c.severity || got.Confidence != c.confidence || !strings.HasPrefix(got.Message, c.message) && !strings.Contains(got.Message, c.message) {
			t.Errorf("%s: %s, %s: %s", name, got.Severity, got.Confidence, got.Message)
		}
	}
}

const (
	ownLog = `{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*"}`
	tagged = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"orders"}}}`
)

var plain = secrets.Variable{Name: "STAGE", Class: secrets.ClassPlain, Step: secrets.StepNone}

func TestFixesNameWhatWasFound(t *testing.T) {
	alias := []audit.Given{
		facts.Aliases.Is(sample.Function, []facts.Alias{{Name: "live", ARN: sample.Alias, Versions: []string{"1"}}}),
		facts.AliasPolicy.Is(sample.Alias, policyOf(everybody)), sample.NoPolicy(), withVariable(proven),
	}
	noSid := strings.Replace(everybody, `"Sid":"open",`, "", 1)
	for name, c := range map[string]struct {
		rule  string
		given []audit.Given
		want  []string
	}{
		"of the function": {"policy-public", exposed(everybody, plain, ownLog), []string{
			"aws lambda remove-permission --function-name orders --statement-id open --region eu-west-1\n"}},
		"of the alias": {"policy-public", slices.Concat(alias, roleWith(ownLog)), []string{
			"aws lambda remove-permission --function-name orders --qualifier live --statement-id open --region eu-west-1\n",
			"aws lambda add-permission --function-name orders --qualifier live --statement-id open "}},
		"without a Sid": {"policy-public", exposed(noSid, plain, ownLog), []string{"aws lambda get-policy --function-name orders --region eu-west-1\n"}},
		"every way in": {"exposed-and-powerful", exposed(everybody+","+withBadge, proven, ownLog), []string{
			"--function-name orders --statement-id open --region eu-west-1\n", "--function-name orders --statement-id badge --region eu-west-1\n"}},
		"the alias is the way in": {"exposed-and-powerful", slices.Concat(alias, roleWith(ownLog)), []string{
			"--function-name orders --qualifier live --statement-id open --region eu-west-1\n"}},
		"an inline policy": {"role-admin", exposed(everybody, plain, everything), []string{
			"aws iam put-role-policy --role-name orders --policy-name orders", "principalArn=" + sample.Role + " --region eu-west-1"}},
		"an attached policy": {"role-admin", slices.Concat(attachedRole(administrator, everything), functionPolicy(everybody), []audit.Given{withVariable(plain), sample.NoAliases()}),
			[]string{"aws iam detach-role-policy --role-name orders --policy-arn " + administrator}},
		"a variable": {"env-secret", exposed(everybody, proven, ownLog), []string{
			"--name orders/DATABASE_URL --secret-string", `del(.DATABASE_URL) + {DATABASE_URL_SECRET_ID: "orders/DATABASE_URL"}`}},
	} {
		list, _ := rows(t, rules.Config{}, exposing, c.given...)
		fix := only(t, list, c.rule).Fix
		for _, want := range c.want {
			if !strings.Contains(fix, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, fix)
			}
		}
		if c.rule != "policy-public" && strings.Contains(fix, "SID") {
			t.Errorf("%s: left open:\n%s", name, fix)
		}
	}
}
