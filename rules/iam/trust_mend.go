package iam

import "slices"

// LambdaTrust is the trust policy that a function's role needs.
const LambdaTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

// WithoutFaults is the trust policy without those whom the faults are about: without the principals that let them in, and
// without a statement in which nobody is left. Lambda is let in where it would not be. It may be told of some of the
// policy's faults, as where others are known and wanted.
func (d Document) WithoutFaults(faults []TrustFault) Document {
	mended := Document{Version: d.Version}
	for _, s := range d.Statements {
		if s.Effect == Allow {
			faulty, everybody := s.faulty(faults)
			kept := slices.DeleteFunc(slices.Clone(s.Principals), func(p Principal) bool { return slices.Contains(faulty, p) })
			if everybody || len(faulty) > 0 && len(kept) == 0 {
				continue
			}
			s.Principals = kept
		}
		mended.Statements = append(mended.Statements, s)
	}
	if !slices.ContainsFunc(mended.entrants(""), Trust.letsLambda) {
		mended.Statements = append(mended.Statements, Statement{
			Effect: Allow, Principals: []Principal{{ServicePrincipal, "lambda.amazonaws.com"}}, Actions: []string{"sts:AssumeRole"},
		})
	}
	return mended
}

// faulty are the principals of the statement through whom somebody comes whom a fault is about, or everybody but some.
func (s Statement) faulty(faults []TrustFault) (principals []Principal, everybody bool) {
	for _, f := range faults {
		if f.Trust.Statement == s.Name() {
			principals = append(principals, f.Trust.written)
			everybody = everybody || s.NotPrincipals != nil
		}
	}
	return principals, everybody
}
