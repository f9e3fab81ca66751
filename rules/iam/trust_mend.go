package iam

import "slices"

// Mended is the trust policy without what the fault is about: without its principal, and without the statement if nobody
// is left in it. Lambda is let in where it would not be.
func (f TrustFault) Mended(policy Document) Document {
	mended := Document{Version: policy.Version}
	for _, s := range policy.Statements {
		if s.Effect == Allow && s.Name() == f.Trust.Statement {
			principals := slices.DeleteFunc(slices.Clone(s.Principals), func(p Principal) bool { return p == f.Trust.Principal })
			if len(principals) == 0 || len(principals) == len(s.Principals) {
				continue
			}
			s.Principals = principals
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
