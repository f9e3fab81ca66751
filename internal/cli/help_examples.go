package cli

// examples are what the help of each command shows to start from.
var examples = map[string][]string{
	"lambda-audit audit": {
		"lambda-audit audit --demo",
		"lambda-audit audit --profile prod --region 'eu-*'",
		"lambda-audit audit --function 'orders-*' --details",
		"lambda-audit audit -o table -o json=audit.json --fail-on critical",
		"lambda-audit audit --from account.jsonl.zst --rule pillar:security",
	},
	"lambda-audit collect": {
		"lambda-audit collect --region all -o account.jsonl.zst",
	},
	"lambda-audit diff": {
		"lambda-audit diff monday.json tuesday.json",
		"lambda-audit diff -o markdown --fail-on new:high nights/ today.json.gz",
	},
	"lambda-audit history": {"lambda-audit history --last 30 nights/"},
	"lambda-audit permissions": {
		"lambda-audit permissions -o terraform >policy.tf",
		"lambda-audit permissions --rule pillar:cost -o table",
		"lambda-audit permissions --check --profile prod",
	},
	"lambda-audit rules list":      {"lambda-audit rules list --rule 'role-*'"},
	"lambda-audit rules explain":   {"lambda-audit rules explain missing-dlq"},
	"lambda-audit rules test":      {"lambda-audit rules test rules.yaml"},
	"lambda-audit rules schema":    {"lambda-audit rules schema >rules.schema.json"},
	"lambda-audit config show":     {"lambda-audit config show --config team.yaml"},
	"lambda-audit config init":     {"lambda-audit config init"},
	"lambda-audit config validate": {"lambda-audit config validate team.yaml"},
	"lambda-audit config schema":   {"lambda-audit config schema >lambda-audit.schema.json"},
	"lambda-audit iam-check":       {"lambda-audit iam-check role.json"},
	"lambda-audit secrets-check":   {"lambda-audit secrets-check -o json .env lambda.json"},
	"lambda-audit fixtures serve":  {"lambda-audit fixtures serve"},
	"lambda-audit completion":      {"lambda-audit completion fish | source"},
	"lambda-audit man":             {"lambda-audit man >lambda-audit.1"},
	"lambda-audit version":         {"lambda-audit version"},
	"lambda-audit help":            {"lambda-audit help rules explain"},
}
