package security

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

func insecureTransportExamples() []rules.Example {
	return []rules.Example{
		{Name: "a cache in plain text within the VPC", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: []audit.Given{leading("CACHE_URL", "redis", secrets.HostPrivate, secrets.PlainRedis)}},
		{Name: "an address without TLS on the Internet", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: []audit.Given{leading("PARTNER_API", "http", secrets.HostPublic, secrets.PlainHTTP)}},
		{Name: "NODE_TLS_REJECT_UNAUTHORIZED=0", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: []audit.Given{switching("NODE_TLS_REJECT_UNAUTHORIZED", secrets.VerificationOff)}},
		{Name: "sslmode=disable", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: []audit.Given{leading("DATABASE_URL", "postgres", secrets.HostPrivate, secrets.EncryptionOff)}},
		{Name: "gone from the function, and still in the version that an alias serves", Want: rules.Fail, Subject: sample.TheVersion(),
			Given: []audit.Given{sample.Config(nil), sample.VersionConfig("7", func(c *facts.Config) {
				c.Variables = []secrets.Variable{traited("CACHE_URL", trait(secrets.TraitTransportOff, string(secrets.PlainRedis)))}
			})}},
		{Name: "https", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{leading("PARTNER_API", "https", secrets.HostPublic, "")}},
		{Name: "http to the function's own machine", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{leading("OTEL_EXPORTER_OTLP_ENDPOINT", "http", secrets.HostLoopback, "")}},
		{Name: "a proxy, which sees a tunnel", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{leading("HTTPS_PROXY", "http", secrets.HostPrivate, "")}},
		{Name: "an XML namespace", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{leading("SOAP_NS", "http", secrets.HostPublic, "")}},
		{Name: "a template that is filled in later", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{leading("PARTNER_API", "http", secrets.HostUnknown, "")}},
		{Name: "the check of certificates said to be on", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) {
				c.Variables = []secrets.Variable{traited("NODE_TLS_REJECT_UNAUTHORIZED", trait(secrets.TraitLiteral, "1"))}
			})}},
		{Name: "no variables", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)}},
		{Name: "variables that the auditor may not decrypt", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.EnvironmentError = "AccessDeniedException" })}},
	}
}

func trait(kind secrets.TraitKind, value string) secrets.Trait {
	return secrets.Trait{Kind: kind, Value: value}
}

func traited(name string, traits ...secrets.Trait) secrets.Variable {
	return secrets.Variable{Name: name, Class: secrets.ClassPlain, Step: secrets.StepNone, Traits: traits}
}

// leading is a variable with an address: its scheme, whose host it is, and what
// of the transport is off, if anything.
func leading(name, scheme string, host secrets.HostClass, off secrets.TransportOff) audit.Given {
	v := traited(name, trait(secrets.TraitHost, string(host)), trait(secrets.TraitScheme, scheme))
	if off != "" {
		v.Traits = append(v.Traits, trait(secrets.TraitTransportOff, string(off)))
	}
	return withVariable(v)
}

func switching(name string, off secrets.TransportOff) audit.Given {
	return withVariable(traited(name, trait(secrets.TraitLiteral, "0"), trait(secrets.TraitTransportOff, string(off))))
}
