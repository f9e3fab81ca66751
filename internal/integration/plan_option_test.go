//go:build integration

package integration

// options are rules that are off unless somebody wants them, and the rules on
// memory, whose one source, Compute Optimizer, ministack does not offer: Lambda
// Insights alone can prove a fault, and no pass.
var options = says("code-signing-missing", "env-customer-key-missing", "insights-missing", "memory-overprovisioned", "memory-underprovisioned",
	"retry-defaults", "tags-missing", "vpc-missing", "vpc-unneeded")

// insights is the layer of Lambda Insights.
var insights = []string{"580247275435:layer:LambdaInsightsExtension-Arm64:20"}

// owned are tags with the one that the configuration file asks for.
var owned = map[string]string{"managed-by": "terraform", "team": "orders"}

// optionPlan are functions that these rules are asked about by name.
var optionPlan = []planted{
	guarded(planted{name: "guarded"}),
	{name: "unguarded", env: vars("TABLE", "orders"),
		wantNamed: says("code-signing-missing low", "env-customer-key-missing low", "insights-missing low", "tags-missing low", "vpc-missing low")},
	guarded(planted{name: "in-vpc-for-nothing", env: vars("TABLE", "orders"), wantNamed: says("vpc-unneeded low")}),
	guarded(planted{name: "retries-unset", deadLetter: "failed", with: steps(invokedBy("s3")), wantNamed: says("retry-defaults low")}),
	guarded(planted{name: "retries-set", deadLetter: "failed", with: steps(invokedBy("s3"), retries(1))}),
	guarded(planted{name: "memory-wasted", with: append(works(load{calls: 100, typical: 900}), usesMemory(20, 100)),
		wantNamed: says("memory-overprovisioned low", "memory-underprovisioned unknown")}),
	guarded(planted{name: "memory-full", with: append(works(load{calls: 100, typical: 900}), usesMemory(98.5, 100)),
		wantNamed: says("memory-overprovisioned unknown", "memory-underprovisioned high")}),
	guarded(planted{name: "memory-used", with: append(works(load{calls: 100, typical: 900}), usesMemory(60, 100)),
		wantNamed: says("memory-overprovisioned unknown", "memory-underprovisioned unknown")}),
}

// guarded gives a function all that these rules ask for, and lays it into a VPC,
// for which a variable of its shows the reason unless it has others.
func guarded(f planted) planted {
	f.role, f.subnets = "vpc-and-queue", []string{"nat-a", "nat-b"}
	f.layers, f.tags, f.key = insights, owned, true
	if f.env == nil {
		f.env = vars("DB_HOST", "10.20.30.40")
	}
	f.with = append(f.with, signed())
	return f
}
