package iam

import "slices"

// Mended is the trust policy without what the fault is about: without the principals that let in whom it is about, and
// without the statement if nobody is left in it. Lambda is let in where it would not be.
func (f TrustFault) Mended(policy Document, account string) Document {
	var faulty []Principal
	for _, other := range TrustFaults(policy, account) {
		if other.Fault == f.Fault && other.Trust.Principal == f.Trust.Principal && other.Trust.Statement == f.Trust.Statement {
			faulty = append(faulty, other.Trust.written)
		}
	}
	mended := Document{Version: policy.Version}
	for _, s := range policy.Statements {
		if s.Effect == Allow && s.Name() == f.Trust.Statement {
			s.Principals = slices.DeleteFunc(slices.Clone(s.Principals), func(p Principal) bool { return slices.Contains(faulty, p) })
			if len(s.Principals) == 0 || f.Trust.Excluded {
				continue
			}
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
