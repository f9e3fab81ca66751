//go:build integration

package integration

// runtimePlan are functions on every state of support.
var runtimePlan = []planted{
	{name: "legacy-report", runtime: "python3.8", want: says("runtime-deprecated high")},
	{name: "invoice-pdf", runtime: "python3.9", want: says("runtime-deprecated high")},
	{name: "stock-sync", runtime: "python3.10", want: says("runtime-deprecated high")},
	{name: "newsletter", runtime: "nodejs14.x", want: says("runtime-deprecated high")},
	{name: "coupon-api", runtime: "nodejs16.x", want: says("runtime-deprecated high")},
	{name: "cart-api", runtime: "nodejs18.x", want: says("runtime-deprecated high")},
	{name: "search-api", runtime: "nodejs20.x", want: says("runtime-deprecated high")},
	{name: "ledger", runtime: "dotnet6", want: says("runtime-deprecated high")},
	{name: "fraud-score", runtime: "dotnet8", want: says("runtime-deprecated high")},
	{name: "gift-cards", runtime: "ruby2.7", want: says("runtime-deprecated high")},
	{name: "shipping-labels", runtime: "ruby3.2", want: says("runtime-deprecated high")},
	{name: "recommendations", runtime: "python3.14"},
	{name: "storefront", runtime: "nodejs24.x"},
	{name: "payments", runtime: "java25"},
	{name: "loyalty", runtime: "dotnet10"},
	{name: "feed-export", runtime: "ruby4.0"},
	{name: "thumbnailer", runtime: "provided.al2023"},
	{name: "video-transcoder", image: true},
}

// architecturePlan are functions on x86, some of which have no choice.
var architecturePlan = []planted{
	{name: "price-feed", runtime: "python3.7", x86: true, want: says("runtime-deprecated high")}, // never had arm64
	{name: "tax-calculator", runtime: "java8", x86: true, want: says("runtime-deprecated high")}, // nor had this
	{name: "geo-lookup", runtime: "go1.x", x86: true, want: says("runtime-deprecated high")},     // nor this
	{name: "image-tagger", image: true, x86: true},
	{name: "wishlist", x86: true, want: says("x86-architecture low")},
	{name: "reviews", runtime: "nodejs24.x", x86: true, want: says("x86-architecture low")},
	{name: "returns", runtime: "java25", x86: true, want: says("x86-architecture low")},
	{name: "catalogue-import", runtime: "python3.9", x86: true, want: says("runtime-deprecated high", "x86-architecture low")},
	// 50 GB-seconds a call, 3 million in a month: arm64 saves about 10 dollars.
	{name: "nightly-forecast", x86: true, memory: 10240, timeout: 20, with: works(load{calls: 2000, typical: 5000}), want: says("x86-architecture medium")},
	{name: "order-export", x86: true, with: works(load{calls: 1000, typical: 200}), want: says("x86-architecture low")},
}

// landingZone is a function that Control Tower makes in every account.
const landingZone = "aws-controltower-NotificationForwarder"

// otherPlan are functions of the other region; their names are also in use in
// the main one, where other things are true of them.
var otherPlan = []planted{
	{name: "legacy-report"},
	{name: "storefront", runtime: "nodejs18.x", want: says("runtime-deprecated high")},
	{name: "wishlist", want: says("env-secret high DB_PASSWORD"), env: vars("DB_PASSWORD", secret("password"))},
	{name: "checkout", with: works(load{calls: 1000, typical: 900})},
	{name: "order-events", with: steps(invokedBy("sns")), want: says("missing-dlq medium")},
	{name: "slow-search", with: works(load{calls: 1000, typical: 300})},
	{name: landingZone, untraced: true, want: says("tracing-off low")},
	{name: "greedy", with: steps(reserved(950))}, // 50 of 1000 are left to all others
}
