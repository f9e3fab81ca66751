package timing

import "testing"

func TestLimitsOfPrincipals(t *testing.T) {
	for principal, want := range map[string]float64{
		"apigateway.amazonaws.com": 29, "cognito-idp.amazonaws.com": 5, "appsync.amazonaws.com": 30, "AppSync.amazonaws.com": 30,
		"apigateway.amazonaws.com.cn": 29, "elasticloadbalancing.amazonaws.com": 0, "s3.amazonaws.com": 0, "*": 0, "": 0,
	} {
		l, known := LimitOf(principal)
		if l.Waits != want || known != (want > 0) || known && l.Trigger != principal {
			t.Errorf("%s waits %v s (%v), want %v", principal, l.Waits, known, want)
		}
	}
}
