package sample

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// TheProvisioned is the provisioned concurrency of the examples' alias as a
// subject.
func TheProvisioned() audit.Subject { return provisioned(Alias, "live") }

// TheVersionsProvisioned is that of the examples' version as a subject.
func TheVersionsProvisioned() audit.Subject { return provisioned(Version, "7") }

func provisioned(id, qualifier string) audit.Subject {
	return audit.Subject{Kind: facts.KindProvisioned, ID: id, Account: Account, Region: Region, Locus: qualifier, Functions: []string{Function}}
}

// Provisioned keeps ten executions ready for the alias or version, changed as the
// example needs it, in an account with a function whose alias serves version 7.
func Provisioned(qualifier string, change func(*facts.Provisioned)) []audit.Given {
	p := facts.Provisioned{Qualifier: qualifier, Requested: 10, Allocated: 10, Status: "READY", Modified: "2026-09-01T10:00:00Z"}
	if change != nil {
		change(&p)
	}
	return []audit.Given{facts.ProvisionedConcurrency.Is(Function, []facts.Provisioned{p}), Serving("7"), VersionConfig("7", nil), Config(nil)}
}

// NotProvisioned is a function without provisioned concurrency.
func NotProvisioned() audit.Given { return facts.ProvisionedConcurrency.Is(Function, nil) }

// Used is the same use of provisioned concurrency on so many days: a share of what
// is kept at most, and the invocations that ran on it or found none free.
func Used(id string, days int, share, ran, spilled float64) audit.Given {
	var u facts.ProvisionedUse
	for i := range days {
		u.Days = append(u.Days, facts.ProvisionedDay{Index: Days - days + i, Utilization: &share, Invocations: ran, Spillover: spilled})
	}
	return facts.ProvisionedUses.Is(id, u)
}
