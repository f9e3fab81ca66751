//go:build integration

package integration

// exposurePlan are functions with policies of their own.
var exposurePlan = []planted{
	{name: "public", with: steps(permits("anyone", "*", permission{})), want: says("policy-public critical anyone")},
	{name: "public-all", with: steps(permits("anyone", "*", permission{action: "lambda:*"})), want: says("policy-public critical anyone")},
	{name: "own-bucket", with: steps(permits("bucket", "s3.amazonaws.com", permission{sourceARN: "arn:aws:s3:::shop-photos", sourceAccount: account}), onFailure("events-failed"))},
	{name: "organisation", with: steps(permits("org", "*", permission{organisation: "o-a1b2c3d4e5"}))},
	{name: "own-topic", with: steps(permits("topic", "*", permission{sourceARN: "arn:aws:sns:us-east-1:" + account + ":orders"}))},
	{name: "any-topic", with: steps(permits("topic", "*", permission{sourceARN: "arn:aws:sns:*:*:*"})), want: says("policy-public critical topic")},
	{name: "own-account", with: steps(permits("account", "*", permission{sourceAccount: account}))},
	{name: "partner", with: steps(permits("partner", "444455556666", permission{}))},
	{name: "partner-role", with: steps(permits("partner", "arn:aws:iam::444455556666:role/reader", permission{}))},
	// A grant for the function's URL is another rule's matter.
	{name: "web-hook", with: steps(permits("url", "*", permission{action: "lambda:InvokeFunctionUrl", urlAuth: "NONE"}))},
	{name: "public-admin", role: "admin", with: steps(permits("anyone", "*", permission{})),
		want: says("policy-public critical anyone", "exposed-and-powerful critical")},
	{name: "public-secret", env: vars("DATABASE_URL", secret("postgres-url")), with: steps(permits("anyone", "*", permission{})),
		want: says("policy-public critical anyone", "env-secret critical DATABASE_URL", "exposed-and-powerful critical")},
	// On AWS only the alias would be found: see TestMinistack on GetPolicy.
	{name: "public-alias", with: steps(alias("live"), permits("anyone", "*", permission{alias: "live"}), usedBy("live", 10), onFailure("events-failed")),
		want: says("policy-public critical anyone"), wantLive: says("policy-public critical anyone")},
	{name: "organisation-admin", role: "admin", with: steps(permits("org", "*", permission{organisation: "o-a1b2c3d4e5"}))},
}
