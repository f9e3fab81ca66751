//go:build integration

package integration

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// urlPlan are functions with URLs. New URLs take two rights. URLs of aliases are
// left out: ministack says of each that it is the function's. Nor may a name begin
// with "url", which ministack takes for a path of its own.
var urlPlan = []planted{
	{name: "hook-open", with: append(opened(), hasURL(types.FunctionUrlAuthTypeNone)), want: says("url-public high $LATEST")},
	{name: "hook-open-admin", role: "admin", with: append(opened(), hasURL(types.FunctionUrlAuthTypeNone)), want: says("url-public high $LATEST", "exposed-and-powerful critical")},
	{name: "hook-open-secret", env: vars("DATABASE_URL", secret("postgres-url")), with: append(opened(), hasURL(types.FunctionUrlAuthTypeNone)),
		want: says("url-public high $LATEST", "env-secret critical DATABASE_URL", "exposed-and-powerful critical")},
	{name: "hook-half", with: steps(opened()[0], hasURL(types.FunctionUrlAuthTypeNone)), want: says("url-half-granted medium $LATEST")},
	{name: "hook-other-half", with: steps(opened()[1], hasURL(types.FunctionUrlAuthTypeNone)), want: says("url-half-granted medium $LATEST")},
	{name: "hook-signed", with: slices.Concat(fromCloudFront, steps(hasURL(types.FunctionUrlAuthTypeAwsIam)))},
	{name: "hook-signed-half", with: steps(fromCloudFront[0], hasURL(types.FunctionUrlAuthTypeAwsIam)), want: says("url-half-granted medium $LATEST")},
	{name: "hook-not-granted", with: steps(hasURL(types.FunctionUrlAuthTypeNone))}, // everybody gets 403
	{name: "hook-any-page", with: append(opened(), hasURL(types.FunctionUrlAuthTypeNone, "*")), want: says("url-public high $LATEST", "url-cors-wildcard medium $LATEST")},
	{name: "hook-own-pages", with: append(opened(), hasURL(types.FunctionUrlAuthTypeNone, "https://shop.example.com")), want: says("url-public high $LATEST")},
	{name: "hook-signed-any-page", with: slices.Concat(fromCloudFront, steps(hasURL(types.FunctionUrlAuthTypeAwsIam, "*")))},
}

// fromCloudFront lets the account's distribution call a URL.
var fromCloudFront = func() []step {
	distribution := permission{action: "lambda:InvokeFunctionUrl", sourceARN: "arn:aws:cloudfront::" + account + ":distribution/E1A2B3C4D5E6F7"}
	invoke := distribution
	invoke.action, invoke.byURL = "", true
	return steps(permits("site", "cloudfront.amazonaws.com", distribution), permits("site-invoke", "cloudfront.amazonaws.com", invoke))
}()
