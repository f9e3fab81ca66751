package security

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "env-insecure-transport", Title: "talks to others unencrypted or unchecked, as a variable says",
	Severity: rules.Medium, Pillar: rules.Security,
	Why: "What travels in plain text, or to a server that nobody checked, is read and changed by whoever sits between: passwords and the data of customers, within a VPC as well as on the Internet.",
	Fix: `# let the other side offer TLS first, then say so in the variable: https:// for http://, rediss:// for redis://,
# amqps://, ldaps://, mongodb+srv:// or ?tls=true, sslmode=verify-full; take switches that turn checks off out
aws lambda get-function-configuration --function-name NAME --query Environment --output json --region REGION |
  jq --arg value 'NEW_VALUE' '{Variables: (.Variables | .VARIABLE = $value)}' |
  aws lambda update-function-configuration --function-name NAME --environment file:///dev/stdin --query LastUpdateStatus --region REGION
# a certificate of your own authority is checked where its file is named: NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE
# SAM: Properties.Environment.Variables.VARIABLE; Terraform: environment { variables = { VARIABLE = "NEW_VALUE" } }`,
	Refs: []string{
		"https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_transit_encrypt.html",
		"https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
		"https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
		"https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration},
	Check:    checkInsecureTransport,
	Examples: insecureTransportExamples(),
})

// transportFaults say in words what a trait shows, and what to have in its
// place. They stand in the order in which a message names them.
var transportFaults = []struct {
	trait   secrets.TransportOff
	what    string
	instead string
}{
	{secrets.VerificationOff, "turns the check of certificates off", "the check left on"},
	{secrets.EncryptionOff, "turns encryption off", "encryption required"},
	{secrets.EncryptionOptional, "goes on without encryption where the server offers none", "encryption required"},
	{secrets.PlainHTTP, "leads to a plain http:// or ws:// address", "https:// or wss://"},
	{secrets.PlainRedis, "leads to a cache in plain text", "rediss://"},
	{secrets.PlainDatabase, "leads to a database in plain text", "TLS in its address"},
	{secrets.PlainMessaging, "leads to a message broker in plain text", "amqps://, mqtts:// or SSL listeners"},
	{secrets.PlainLDAP, "leads to a directory in plain text", "ldaps://"},
	{secrets.PlainFTP, "leads to a server of files in plain text", "sftp:// or https://"},
	{secrets.PlainMail, "leads to a mail server in plain text", "smtps://, or STARTTLS on port 587"},
}

func checkInsecureTransport(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.EnvironmentError != "":
		return rules.One(rules.Unread(undecrypted(&c)))
	case len(c.Variables) == 0:
		return rules.One(rules.Inapplicable("it has no environment variables"))
	}
	var found []rules.Finding
	for _, v := range c.Variables {
		if len(v.TraitValues(secrets.TraitTransportOff)) > 0 {
			found = append(found, transportFinding(v))
		}
	}
	return found
}

// transportFinding tells of one variable by its traits: of the value nothing
// else is known here.
func transportFinding(v secrets.Variable) rules.Finding {
	var faults []string
	var evidence []rules.Evidence
	for _, fault := range transportFaults {
		if v.Has(secrets.TraitTransportOff, string(fault.trait)) {
			faults = append(faults, fault.what)
			evidence = append(evidence, rules.Configured("transport", string(fault.trait), fault.instead))
		}
	}
	if hosts := v.TraitValues(secrets.TraitHost); len(hosts) > 0 {
		evidence = append(evidence, rules.Configured("host", strings.Join(hosts, ", "), nil))
	}
	if len(faults) == 0 {
		faults = []string{"switches protection in transit off"} // in a snapshot of a later version
	}
	f := rules.Failed(fmt.Sprintf("the variable %s %s", v.Name, strings.Join(faults, " and ")), evidence...)
	f.Locus = v.Name
	return f
}
