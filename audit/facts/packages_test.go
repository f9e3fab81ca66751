package facts_test

import (
	"slices"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// packaged is an account whose functions a and c run one package, b another, and
// d and e one image; f runs the package of a in another region.
func packaged(t *testing.T) *fixtures.Account {
	t.Helper()
	f := func(name, sum, kind string) fixtures.Function {
		return fixtures.Function{Name: name, Config: fixtures.Config{Role: "r", CodeSHA256: sum, PackageType: kind}}
	}
	account := &fixtures.Account{ID: "111122223333", Roles: []fixtures.Role{{Name: "r"}}, Regions: []fixtures.Region{
		{Name: "eu-west-1", Functions: []fixtures.Function{f("c", "1", ""), f("b", "2", ""), f("a", "1", ""), f("d", "3", "Image"), f("e", "3", "Image")}},
		{Name: "us-east-1", Functions: []fixtures.Function{f("f", "1", "")}},
	}}
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	return account
}

func TestPackagesAreNamedByTheirFirstFunction(t *testing.T) {
	account := packaged(t)
	known := collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.Functions))
	list, err := known.Subjects(facts.KindPackage)
	if err != nil || len(list) != 3 {
		t.Fatalf("%+v, %v", list, err)
	}
	const arn = "arn:aws:lambda:eu-west-1:111122223333:function:"
	if s := list[0]; s.ID != arn+"a" || !slices.Equal(s.Functions, []string{arn + "a", arn + "c"}) || s.Open {
		t.Errorf("the package of a and c is %+v", s)
	}
	if s := list[1]; s.ID != arn+"b" || len(s.Functions) != 1 || s.Open {
		t.Errorf("the package of b is %+v", s)
	}
	if s := list[2]; s.Region != "us-east-1" || len(s.Functions) != 1 {
		t.Errorf("the package of the other region is %+v", s)
	}
}

func TestPackagesOfSomeFunctions(t *testing.T) {
	account := packaged(t)
	byGlob := open(t, serve(account), account, func(o *audit.Options) { o.Scope.Functions = []string{"c*"} })
	list, err := collect(t, byGlob, audit.NewSet(facts.Functions)).Subjects(facts.KindPackage)
	if err != nil || len(list) != 1 || len(list[0].Functions) != 2 || list[0].Open {
		t.Errorf("the region is listed, and the package of c is %+v, %v", list, err)
	}
	named := open(t, serve(account), account, func(o *audit.Options) { o.Scope.Functions = []string{"c"} })
	list, err = collect(t, named, audit.NewSet(facts.Functions)).Subjects(facts.KindPackage)
	if err != nil || len(list) != 1 || !list[0].Open {
		t.Errorf("only c is asked for, and its package is %+v, %v", list, err)
	}
}

func TestPackagesOfABrokenListing(t *testing.T) {
	account := packaged(t)
	server := serve(account)
	if err := server.AddFault(fixtures.Fault{Service: "lambda", Operation: "ListFunctions", Region: "us-east-1", Code: fixtures.FaultAccessDenied}); err != nil {
		t.Fatal(err)
	}
	list, err := collect(t, open(t, server, account, nil), audit.NewSet(facts.Functions)).Subjects(facts.KindPackage)
	if err == nil || len(list) != 2 || list[0].Open || list[1].Open {
		t.Errorf("one region broke, and the other's packages are %+v, %v", list, err)
	}
}
