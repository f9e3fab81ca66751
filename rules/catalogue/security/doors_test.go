package security

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// The findings on who comes in: what they say, and the commands that close the
// way.
func TestDoorsAndTheirKeys(t *testing.T) {
	onAlias := facts.FunctionURL{Qualifier: "live", Auth: "NONE", Created: "2026-02-03T04:05:06Z", Origins: []string{"*"}}
	bothOnAlias := facts.AliasPolicy.Is(sample.Alias, policyOf(sample.URLStatement+","+sample.InvokeStatement))
	halfOnAlias := facts.AliasPolicy.Is(sample.Alias, policyOf(sample.URLStatement))
	base := []audit.Given{sample.Config(nil), sample.Quiet(), sample.Serving("7")}
	for name, c := range map[string]struct {
		rule, locus, message string
		fix                  []string
		given                []audit.Given
	}{
		"an open URL of an alias": {"url-public", "live", "anyone may call the URL of its alias live: its auth type is NONE, and the policy lets everybody in (FunctionURLAllowPublicAccess, FunctionURLInvokeAllowPublicAccess)",
			[]string{"update-function-url-config --function-name orders --qualifier live --auth-type AWS_IAM --region eu-west-1\n",
				"remove-permission --function-name orders --qualifier live --statement-id FunctionURLInvokeAllowPublicAccess --region eu-west-1\n"},
			[]audit.Given{sample.HasURLs(onAlias), sample.NoPolicy(), bothOnAlias}},
		"any page": {"url-cors-wildcard", "live", "any web page may call the URL of its alias live, without authentication", []string{"--function-name orders --qualifier live --cors '"},
			[]audit.Given{sample.HasURLs(onAlias), sample.NoPolicy(), bothOnAlias}},
		"half of an alias": {"url-half-granted", "live", "callers of the URL of its alias live get 403: anyone lacks lambda:InvokeFunction",
			[]string{"--function-name orders --qualifier live --statement-id url-invoke --action lambda:InvokeFunction --invoked-via-function-url --principal '*' --region eu-west-1\n"},
			[]audit.Given{sample.HasURLs(onAlias), sample.NoPolicy(), halfOnAlias}},
		"the other half, of a service": {"url-half-granted", "$LATEST", "callers of its URL get 403: cloudfront.amazonaws.com lacks lambda:InvokeFunctionUrl",
			[]string{"--action lambda:InvokeFunctionUrl --function-url-auth-type AWS_IAM --principal 'cloudfront.amazonaws.com' --source-arn SOURCE_ARN --region eu-west-1\n"},
			append(functionPolicy(cloudFrontInvoke), sample.HasURLs(sample.SignedURL()))},
		"a half of two": {"url-half-granted", "$LATEST", "callers of its URL get 403: 444455556666 lacks lambda:InvokeFunction; cloudfront.amazonaws.com lacks lambda:InvokeFunction",
			[]string{"--statement-id url-invoke --action lambda:InvokeFunction --invoked-via-function-url --principal '444455556666' --region",
				"--statement-id url-invoke-2 --action lambda:InvokeFunction --invoked-via-function-url --principal 'cloudfront.amazonaws.com' --source-arn SOURCE_ARN --region"},
			append(functionPolicy(strings.Replace(cloudFrontURL, `{"Service"`, `{"AWS":"444455556666","Service"`, 1)), sample.HasURLs(sample.SignedURL()))},
		"another account": {"policy-cross-account", "partner", "partner lets 444455556666 in, who is not on the list of trusted ones", []string{"remove-permission --function-name orders --statement-id partner --region eu-west-1\n"},
			functionPolicy(theirRole)},
		"another account's topic": {"policy-cross-account", "topic sns.amazonaws.com", "topic lets sns.amazonaws.com invoke it on behalf of 444455556666, who is not on the list of trusted ones",
			[]string{"--statement-id topic --region eu-west-1\n"}, functionPolicy(theirTopic)},
		"a bucket": {"policy-service-without-source", "trigger s3.amazonaws.com", "trigger lets s3.amazonaws.com invoke it for arn:aws:s3:::orders, whose account it does not name: whoever makes one of that name after it was deleted comes in",
			[]string{"--statement-id trigger --action lambda:InvokeFunction --principal s3.amazonaws.com --source-arn SOURCE_ARN --source-account ACCOUNT_ID --region eu-west-1\n"},
			forService("s3.amazonaws.com", `{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::orders"}}`)},
		"Alexa": {"policy-service-without-source", "trigger alexa-appkit.amazon.com", "trigger lets alexa-appkit.amazon.com invoke it on behalf of anybody", []string{"--principal alexa-appkit.amazon.com --event-source-token SKILL_ID --region"},
			forService("alexa-appkit.amazon.com", "")},
		"more than invoking": {"policy-excess-action", "trigger", "trigger allows lambda:* to sns.amazonaws.com", []string{"remove-permission --function-name orders --statement-id trigger --region eu-west-1\n"},
			functionPolicy(`{"Sid":"trigger","Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"lambda:*","Resource":"*"}`)},
		"a layer": {"layer-foreign", "arn:aws:lambda:eu-west-1:444455556666:layer:helpers", "the layer helpers is published by the account 444455556666, which is no known publisher",
			[]string{"get-layer-version-by-arn --arn " + theirLayer + " ", "--layer-name helpers "}, []audit.Given{withLayers(theirLayer)}},
		"old versions": {"old-version-secrets", "", "DB_PASSWORD can still be read in 2 versions that no alias serves",
			[]string{"delete-function --function-name orders --qualifier 3 --region eu-west-1\naws lambda delete-function --function-name orders --qualifier 4 "},
			[]audit.Given{published(passwordVersion("3"), passwordVersion("4"), passwordVersion("7"))}},
		"a runtime that ends": {"runtime-ending-soon", "", "ruby3.3 will be deprecated on 2027-03-31, in 128 days (as of 2026-11-23); ruby4.0 is its successor", []string{"--runtime ruby4.0 "}, []audit.Given{withRuntime("ruby3.3")}},
	} {
		given := slices.Clone(base)
		if slices.Contains([]string{"layer-foreign", "runtime-ending-soon"}, c.rule) {
			given = given[1:] // they bring a configuration of their own
		}
		list, _ := rows(t, rules.Config{}, []string{c.rule}, append(given, c.given...)...)
		got := only(t, list, c.rule)
		if got.Message != c.message || got.Locus != c.locus {
			t.Errorf("%s: %q: %s", name, got.Locus, got.Message)
		}
		for _, want := range c.fix {
			if !strings.Contains(got.Fix, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, got.Fix)
			}
		}
	}
}

// A partner's topic is no member of an organisation, and a fix that cannot be
// carried out is none.
func TestFixesOfferNoMore(t *testing.T) {
	for rule, c := range map[string]struct {
		given   []audit.Given
		without string
	}{
		"policy-cross-account": {append(functionPolicy(theirTopic), sample.Config(nil), sample.NoAliases()), "--principal-org-id"},
		"url-public": {append(urlGiven(sample.UnsignedURL(), sample.URLStatement, sample.InvokeStatement), sample.Config(nil), sample.NoAliases()),
			"\naws lambda put-function-concurrency"}, // it would cap the function as soon as it is pasted
		"code-signing-warn-only": {[]audit.Given{sample.Config(nil), facts.CodeSigning.Is(sample.Function, signingConfig), signing("Warn")}, "CODE_SIGNING_CONFIG_ARN"},
	} {
		list, _ := rows(t, rules.Config{}, []string{rule}, c.given...)
		if fix := only(t, list, rule).Fix; strings.Contains(fix, c.without) {
			t.Errorf("%s: %q stands in\n%s", rule, c.without, fix)
		}
	}
}

// A version's runtime can be unpinned where it is: nothing need be published.
func TestAVersionIsUnpinnedInPlace(t *testing.T) {
	list, _ := rows(t, rules.Config{}, []string{"runtime-patching-manual"}, sample.Config(nil), sample.VersionConfig("7", nil), sample.Serving("7"),
		patched("Auto"), facts.VersionRuntimeManagement.Is(sample.Version, "Manual"))
	fix := only(t, list, "runtime-patching-manual").Fix
	if !strings.Contains(fix, "--function-name orders --qualifier 7 --update-runtime-on Auto ") || strings.Contains(fix, "publish-version") {
		t.Errorf("%s", fix)
	}
}

// Until November 2026 the old permission alone opened the URLs of before.
func TestURLsOfBefore(t *testing.T) {
	old := sample.UnsignedURL()
	old.Created = "2024-05-06T07:08:09Z"
	given := append(urlGiven(old, sample.URLStatement), sample.Config(nil), sample.NoAliases())
	for day, want := range map[int]string{1: "url-half-granted fail medium", -30: "url-half-granted fail low, url-public fail high"} {
		h := rules.ExampleHeader()
		h.TakenAt = h.TakenAt.AddDate(0, 0, day)
		list, err := judged(h, []string{"url-public", "url-half-granted"}, given)
		if err != nil || list != want {
			t.Errorf("%s: %s, %v", h.TakenAt.Format("2006-01-02"), list, err)
		}
	}
}

// judged says in brief what the rules find in a snapshot of that time.
func judged(h audit.Header, ids []string, given []audit.Given) (string, error) {
	c := rules.Config{Strict: true}
	for _, id := range ids {
		r, err := rules.ByID(id)
		if err != nil {
			return "", err
		}
		c.Rules = append(c.Rules, r)
	}
	known, err := audit.Pretend(h, rules.Requirements(c.Rules), given...)
	if err != nil {
		return "", err
	}
	result, err := rules.Evaluate(known, c)
	if err != nil {
		return "", err
	}
	var list []string
	for row := range result.Findings(rules.Show{}) {
		list = append(list, row.Rule+" "+row.Outcome.String()+" "+row.Severity.String())
	}
	slices.Sort(list)
	return strings.Join(list, ", "), nil
}

// A door that two rules know is one way in, and the path explains both.
func TestAnOpenURLIsAWayIn(t *testing.T) {
	given := slices.Concat(urlGiven(sample.UnsignedURL(), sample.URLStatement, sample.InvokeStatement), roleWith(everything), []audit.Given{withVariable(plain), sample.NoAliases()})
	list, _ := rows(t, rules.Config{}, append([]string{"url-public"}, exposing...), given...)
	path := only(t, list, "exposed-and-powerful")
	if path.Severity != rules.Critical || !strings.HasPrefix(path.Message, "anyone may invoke it (its URL), and then: it runs with every right") ||
		!strings.Contains(path.Fix, "update-function-url-config --function-name orders --auth-type AWS_IAM") {
		t.Errorf("%s: %s\n%s", path.Severity, path.Message, path.Fix)
	}
	if url := only(t, list, "url-public"); len(url.ExplainedBy) != 1 {
		t.Errorf("explained by %v", url.ExplainedBy)
	}
}
