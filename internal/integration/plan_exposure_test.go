//go:build integration

package integration

// exposurePlan are functions with policies of their own.
var exposurePlan = []planted{
	{name: "public", with: steps(permits("anyone", "*", permission{})), want: says("policy-public critical anyone")},
	{name: "public-all", with: steps(permits("anyone", "*", permission{action: "lambda:*"})), want: says("policy-public critical anyone", "policy-excess-action medium anyone")},
	{name: "own-bucket", with: steps(permits("bucket", "s3.amazonaws.com", permission{sourceARN: "arn:aws:s3:::shop-photos", sourceAccount: account}), onFailure("events-failed"))},
	{name: "organisation", with: steps(permits("org", "*", permission{organisation: "o-a1b2c3d4e5"})), want: says("policy-cross-account medium org")},
	{name: "organisation-of-ours", with: steps(permits("org", "*", permission{organisation: "o-ourown12345"}))}, // which the configuration file names
	{name: "own-topic", with: steps(permits("topic", "*", permission{sourceARN: "arn:aws:sns:us-east-1:" + account + ":orders"}))},
	{name: "any-topic", with: steps(permits("topic", "*", permission{sourceARN: "arn:aws:sns:*:*:*"})), want: says("policy-public critical topic")},
	{name: "own-account", with: steps(permits("account", "*", permission{sourceAccount: account}))},
	{name: "partner", with: steps(permits("partner", "444455556666", permission{})), want: says("policy-cross-account medium partner")},
	{name: "partner-role", with: steps(permits("partner", "arn:aws:iam::444455556666:role/reader", permission{})), want: says("policy-cross-account medium partner")},
	{name: "partner-of-ours", with: steps(permits("partner", "777788889999", permission{}))}, // whom the configuration file names
	{name: "partner-topic", with: steps(permits("topic", "sns.amazonaws.com", permission{sourceARN: "arn:aws:sns:us-east-1:444455556666:orders"}), onFailure("events-failed")),
		want: says("policy-cross-account low topic sns.amazonaws.com")},
	{name: "partner-deploys", with: steps(permits("ci", "444455556666", permission{action: "lambda:UpdateFunctionCode"})), want: says("policy-excess-action medium ci", "policy-cross-account medium ci")},
	{name: "own-role-deploys", with: steps(permits("ci", "arn:aws:iam::"+account+":role/ci", permission{action: "lambda:UpdateFunctionCode"})), want: says("policy-excess-action low ci")},
	{name: "own-role-invokes", with: steps(permits("ci", "arn:aws:iam::"+account+":role/ci", permission{}))},
	{name: "any-bucket", with: steps(permits("s3", "s3.amazonaws.com", permission{}), onFailure("events-failed")), want: says("policy-service-without-source medium s3 s3.amazonaws.com")},
	{name: "bucket-of-any-account", with: steps(permits("s3", "s3.amazonaws.com", permission{sourceARN: "arn:aws:s3:::shop-photos"}), onFailure("events-failed")),
		want: says("policy-service-without-source medium s3 s3.amazonaws.com")},
	{name: "any-rule", with: steps(permits("rule", "events.amazonaws.com", permission{}), onFailure("events-failed")), want: says("policy-service-without-source medium rule events.amazonaws.com")},
	{name: "own-rule", with: steps(permits("rule", "events.amazonaws.com", permission{sourceARN: "arn:aws:events:us-east-1:" + account + ":rule/nightly"}), onFailure("events-failed"))},
	{name: "any-config-rule", with: steps(permits("config", "config.amazonaws.com", permission{}), onFailure("events-failed")),
		want: says("policy-service-without-source low config config.amazonaws.com")},
	// A grant for the function's URL is another rule's matter.
	{name: "web-hook", with: steps(permits("url", "*", permission{action: "lambda:InvokeFunctionUrl", urlAuth: "NONE"}))},
	{name: "public-admin", role: "admin", with: steps(permits("anyone", "*", permission{})),
		want: says("policy-public critical anyone", "exposed-and-powerful critical")},
	{name: "public-secret", env: vars("DATABASE_URL", secret("postgres-url")), with: steps(permits("anyone", "*", permission{})),
		want: says("policy-public critical anyone", "env-secret critical DATABASE_URL", "exposed-and-powerful critical")},
	// On AWS only the alias would be found: see TestMinistack on GetPolicy.
	{name: "public-alias", with: steps(alias("live"), permits("anyone", "*", permission{alias: "live"}), usedBy("live", 10), onFailure("events-failed")),
		want: says("policy-public critical anyone"), wantLive: says("policy-public critical anyone")},
	{name: "organisation-admin", role: "admin", with: steps(permits("org", "*", permission{organisation: "o-a1b2c3d4e5"})), want: says("policy-cross-account medium org")},
}
