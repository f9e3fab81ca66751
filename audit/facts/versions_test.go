package facts_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// A region with very many versions is not listed to its end; what was listed
// holds all the same.
func TestVersionsThatAreTooMany(t *testing.T) {
	var versions []string
	for i := range 260 {
		versions = append(versions, fmt.Sprintf(`{"version":"%d"}`, i+1))
	}
	account := parse(t, `{"id":"111122223333","now":"2026-11-23T06:30:00Z","roles":[{"name":"r"}],"regions":[{"name":"eu-west-1","functions":[
		{"name":"old","role":"r","versions":[`+strings.Join(versions, ",")+`],"aliases":[{"name":"first","version":"3"},{"name":"last","version":"260"}]}]}]}`)
	server := serve(account)
	r := collect(t, open(t, server, account, nil), audit.NewSet(facts.Versions, facts.VersionConfig)).Reader()
	list, err := facts.Versions.Of(r, urlARN+"old")
	var why *audit.Unknown
	if !errors.As(err, &why) || why.Reason != audit.NotAsked || len(list) < 100 || len(list) >= 260 {
		t.Errorf("%d versions, %v", len(list), err)
	}
	for _, number := range []string{"3", "260"} {
		if c, err := facts.VersionConfig.Of(r, urlARN+"old:"+number); err != nil || c.Version != number {
			t.Errorf("version %s: %+v, %v", number, c, err)
		}
	}
	if got := calledFor(server, "GetFunctionConfiguration"); len(got) != 1 {
		t.Errorf("only the version that was not listed is asked for: %v", got)
	}
}
