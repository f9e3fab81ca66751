package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
	"lambda-audit/fixtures"
	"lambda-audit/report"
	"lambda-audit/rules"
)

// judgedWith are a few rules that ask of several services.
func judgedWith(t *testing.T) []*rules.Rule {
	t.Helper()
	chosen, err := rules.Select(rules.Selection{Only: []string{"policy-public", "runtime-deprecated", "error-rate", "role-admin"}})
	if err != nil {
		t.Fatal(err)
	}
	return chosen
}

// company plays three accounts, the first of which has the run's credentials.
func company() *fixtures.Server {
	var accounts []*fixtures.Account
	for i, id := range []string{"111111111111", "222222222222", "333333333333"} {
		region := fixtures.Region{Name: "eu-west-1", Functions: []fixtures.Function{
			{Name: "worker", Copies: 20 + i, Config: fixtures.Config{Role: "worker", Runtime: "python3.8"}},
		}}
		accounts = append(accounts, &fixtures.Account{ID: id, Now: time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC), Regions: []fixtures.Region{region},
			Roles: []fixtures.Role{{Name: "worker"}, {Name: "lambda-audit"}}})
	}
	return fixtures.NewServer(accounts...)
}

// through are the collection and the configuration of a run over the accounts.
func through(t *testing.T, server *fixtures.Server, ids ...string) (*collection, aws.Config) {
	t.Helper()
	key, err := secrets.NewKey([]byte("a key for these tests only"))
	if err != nil {
		t.Fatal(err)
	}
	chosen := judgedWith(t)
	o := &collection{rules: chosen, want: rules.Collected(chosen), quiet: true, access: access{sessionName: "test"},
		options:  audit.Options{Regions: []string{"eu-west-1"}, Days: 14, Share: 1, RunID: "test", Key: key, Now: func() time.Time { return time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC) }},
		accounts: &accountsWanted{role: "lambda-audit", parallel: 2}}
	for _, id := range ids {
		o.accounts.entries = append(o.accounts.entries, accountEntry{account: id})
	}
	home := &fixtures.Account{ID: "111111111111"}
	if err := home.Complete(); err != nil {
		t.Fatal(err)
	}
	id, secret := home.Credentials()
	return o, aws.Config{Region: "eu-west-1", HTTPClient: server.Client(), Credentials: credentials.NewStaticCredentialsProvider(id, secret, "")}
}

// audited reads and judges the accounts, and returns the report as JSON.
func audited(t *testing.T, o *collection, cfg aws.Config, slow ...string) (*rules.Result, string) {
	t.Helper()
	f, err := o.fleetFrom(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := newSpool()
	if err != nil {
		t.Fatal(err)
	}
	defer rows.remove()
	judging := &bench{made: &plan{config: rules.Config{Rules: o.rules}}, rows: rows}
	r := &reading{fleet: f}
	parts, err := r.each(t.Context(), func(ctx context.Context, to *target, session *audit.Session) (*rules.Result, error) {
		if slices.Contains(slow, to.account) {
			time.Sleep(time.Hour)
		}
		known, err := r.collect(ctx, session, nil)
		if err != nil {
			return nil, err
		}
		return judging.judge(known)
	})
	if err != nil {
		t.Fatal(err)
	}
	result := rules.Merge(parts, rules.Whole{RunID: "test", TakenAt: f.own.Header.TakenAt, WindowDays: 14}, judging.made.config)
	var accounts []string
	for _, a := range result.Accounts {
		accounts = append(accounts, a.AccountID)
	}
	findings, failed := rows.all(accounts)
	format, err := report.Find("json")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := errors.Join(format.Write(&text, &report.Report{Result: result, Findings: findings}), failed()); err != nil {
		t.Fatal(err)
	}
	return result, text.String()
}

// rowsOf are the rows of one account in a report, without its calls: these tell of
// faults that were overcome.
func rowsOf(t *testing.T, text, account string) string {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal([]byte(text), &whole); err != nil {
		t.Fatal(err)
	}
	delete(whole, "run")
	delete(whole, "api_calls")
	for name, rows := range whole {
		whole[name] = slices.DeleteFunc(rows.([]any), func(row any) bool { return row.(map[string]any)["account_id"] != account })
	}
	left, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return string(left)
}

// TestAccountsAreIsolated breaks the second account in every way there is: the
// others are judged as they are alone.
func TestAccountsAreIsolated(t *testing.T) {
	const sick = "222222222222"
	for name, test := range map[string]struct {
		fault  fixtures.Fault
		change func(*collection)
		state  string
		action string
	}{
		"nothing":                {state: rules.AccountAudited},
		"the role is missing":    {change: func(o *collection) { o.accounts.entries[1].roleName = "nobody" }, state: rules.AccountFailed, action: "sts:AssumeRole"},
		"the key is refused":     {fault: fixtures.Fault{Service: "sts", Account: sick, Code: fixtures.FaultBadKey}, state: rules.AccountFailed},
		"the credentials expire": {fault: fixtures.Fault{Service: "lambda", Account: sick, Code: fixtures.FaultExpired, After: 4}, state: rules.AccountFailed},
		"everything is denied":   {fault: fixtures.Fault{Account: sick, Service: "lambda", Code: fixtures.FaultAccessDenied}, state: rules.AccountPartial},
		"AWS is broken":          {fault: fixtures.Fault{Account: sick, Service: "cloudwatch", Code: fixtures.FaultInternal}, state: rules.AccountPartial},
		"nothing is understood":  {fault: fixtures.Fault{Account: sick, Service: "lambda", Code: fixtures.FaultGarbage}, state: rules.AccountPartial},
		"the line is cut":        {fault: fixtures.Fault{Account: sick, Service: "iam", Code: fixtures.FaultDrop}, state: rules.AccountPartial},
		"AWS hangs":              {fault: fixtures.Fault{Account: sick, Service: "lambda", Operation: "ListFunctions", Code: fixtures.FaultHang}, state: rules.AccountPartial},
		"another account answers": {change: func(o *collection) {
			o.accounts.entries[1].roleARN = "arn:aws:iam::333333333333:role/lambda-audit"
		}, state: rules.AccountFailed},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				alone := map[string]string{}
				for _, id := range []string{"111111111111", "333333333333"} {
					server := company()
					o, cfg := through(t, server, id)
					_, text := audited(t, o, cfg)
					alone[id] = rowsOf(t, text, id)
				}
				server := company()
				if test.fault.Code != "" {
					if err := server.AddFault(test.fault); err != nil {
						t.Fatal(err)
					}
				}
				o, cfg := through(t, server, "111111111111", sick, "333333333333")
				if test.change != nil {
					test.change(o)
				}
				result, text := audited(t, o, cfg)
				for id, want := range alone {
					if got := rowsOf(t, text, id); got != want {
						t.Errorf("account %s is judged otherwise than alone:\n%s\nwant\n%s", id, got, want)
					}
				}
				row := result.Accounts[1]
				if row.State != test.state || (row.Reason != "") != (test.state == rules.AccountFailed) {
					t.Errorf("the account is %s (%s), want %s", row.State, row.Reason, test.state)
				}
				told := slices.ContainsFunc(result.Errors, func(e rules.ErrorRow) bool {
					return e.AccountID == sick && (test.action == "" || e.Action == test.action)
				})
				if told != (test.state != rules.AccountAudited) {
					t.Errorf("errors: %+v", result.Errors)
				}
			})
		})
	}
}

// A panic costs its account, and makes the run end with the code of a defect.
func TestPanicCostsOneAccount(t *testing.T) {
	server := company()
	server.NoQuotas = true
	o, cfg := through(t, server, "111111111111", "222222222222")
	f, err := o.fleetFrom(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	r := &reading{fleet: f}
	parts, err := r.each(t.Context(), func(_ context.Context, to *target, _ *audit.Session) (*rules.Result, error) {
		if to.account == "222222222222" {
			panic("no")
		}
		return nil, nil
	})
	if err != nil || parts[0].Failure != nil || parts[1].Failure == nil || parts[1].Failure.Reason != audit.Internal {
		t.Errorf("%v, %+v", err, parts)
	}
}

// Accounts that end in another order give the same report.
func TestOrderOfAccountsDoesNotShow(t *testing.T) {
	reports := map[string]bool{}
	for _, slow := range []string{"", "111111111111", "333333333333"} {
		synctest.Test(t, func(t *testing.T) {
			server := company()
			server.NoQuotas = true
			o, cfg := through(t, server, "333333333333", "111111111111", "222222222222")
			o.accounts.parallel, o.options.Share = 3, unhurried
			_, text := audited(t, o, cfg, slow)
			reports[text] = true
		})
	}
	if len(reports) != 1 {
		t.Errorf("%d different reports", len(reports))
	}
}

func TestInterruptEndsAllAccounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := company()
		o, cfg := through(t, server, "111111111111", "222222222222", "333333333333")
		f, err := o.fleetFrom(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		r := &reading{fleet: f}
		_, err = r.each(ctx, func(ctx context.Context, _ *target, session *audit.Session) (*rules.Result, error) {
			_, err := r.collect(ctx, session, nil)
			return nil, err
		})
		var cut *interruption
		if !errors.As(err, &cut) || cut.functions == 0 || cut.calls == 0 || time.Since(began) > 2*time.Second {
			t.Errorf("after %v: %+v", time.Since(began), err)
		}
	})
}

func TestParseAccounts(t *testing.T) {
	for text, want := range map[string]string{
		"111122223333\n": "111122223333",
		"# ours\n111122223333 # prod\n\n  arn:aws:iam::444455556666:role/audit/reader\n":   "111122223333, 444455556666 by arn:aws:iam::444455556666:role/audit/reader",
		"- 111122223333\n- arn:aws-cn:iam::444455556666:role/reader\n":                     "111122223333, 444455556666 by arn:aws-cn:iam::444455556666:role/reader",
		"- account: 012345678901\n  role_name: audit/reader\n  external_id: x\n":           "012345678901 as audit/reader with x",
		`[{"account": "111122223333", "regions": ["eu-west-1", "us-*"]}]`:                  "111122223333 in eu-west-1 us-*",
		"- {role_arn: \"arn:aws:iam::111122223333:role/reader\", account: 111122223333}\n": "111122223333 by arn:aws:iam::111122223333:role/reader",
		"11112222333\n": "f:1: \"11112222333\" is neither an account nor a role (as in 111122223333, or arn:aws:iam::111122223333:role/auditor)",
		"\n\narn:aws:iam::111122223333:user/me\n":                                          "f:3: \"arn:aws:iam::111122223333:user/me\" is neither an account nor a role (as in 111122223333, or arn:aws:iam::111122223333:role/auditor)",
		"- account: 111122223333\n  rolename: x\n":                                         "f:1: an account has no \"rolename\" (did you mean role_name? there are account, role_arn, role_name, external_id, regions)",
		"- {account: 111122223333, role_arn: \"arn:aws:iam::444455556666:role/reader\"}\n": "f:1: the role belongs to the account 444455556666, not to 111122223333",
		"- {role_name: reader}\n":                                                          "f:1: it is not said which account (give account or role_arn)",
		"- {account: 111122223333, account: 111122223333}\n":                               "f:1: account is there twice",
		"- {account: 111122223333, regions: [eu-west-9]}\n":                                "f:1: no region is named \"eu-west-9\" (did you mean eu-west-1? a glob such as eu-* asks AWS for its regions)",
		"- {account: 111122223333, role_name: \"a b\"}\n":                                  "f:1: role_name \"a b\" is no role's name (as in lambda-audit, or audit/lambda-audit with a path)",
		"- [1]\n":               "f:1: this is no account (an account's id, a role's ARN, or an object)",
		"{account: 1}\n":        "f:1: the accounts are no list (as in [{account: 111122223333, role_name: auditor}])",
		"- 1\n--- \n- 2\n":      "f holds more than one document (put all accounts into one list)",
		"- {account: [1, 2]}\n": "f:1: account is no text",
	} {
		entries, err := parseAccounts("f", text)
		var told []string
		for _, e := range entries {
			line := e.account
			for _, part := range [][2]string{{" by ", e.roleARN}, {" as ", e.roleName}, {" with ", e.externalID}, {" in ", strings.Join(e.regions, " ")}} {
				if part[1] != "" {
					line += part[0] + part[1]
				}
			}
			told = append(told, line)
		}
		got := strings.Join(told, ", ")
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q gives\n%s\nwant\n%s", text, got, want)
		}
	}
}

func FuzzParseAccounts(f *testing.F) {
	f.Add("111122223333\n")
	f.Add("- account: 111122223333\n  regions: [eu-west-1]\n")
	f.Add(`[{"account": "111122223333"}]`)
	f.Add("---\n")
	f.Add("--- # nothing\n...\n")
	f.Add("- &a 111122223333\n- *a\n")
	f.Add("-\n")
	f.Add("[")
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := parseAccounts("f", text)
		var wrong *audit.UsageError
		if err != nil && !errors.As(err, &wrong) {
			t.Errorf("%v is no usage error", err)
		}
		for _, e := range entries {
			if err == nil && !accountID.MatchString(e.account) {
				t.Errorf("%q gives the account %q", text, e.account)
			}
		}
	})
}

// What is put aside comes back as it was, also what is zero, or a list.
func TestSpoolKeepsRows(t *testing.T) {
	zero, samples := 0.0, 12.5
	row := rules.FindingRow{ID: "1", Severity: rules.High, Outcome: rules.Unknown, MonthlySaving: &zero, Functions: []string{}, Message: "<&>",
		Evidence: []rules.Evidence{{Field: "f", Got: 3, Want: []string{"a"}, Samples: &samples}}}
	rows, err := newSpool()
	if err != nil {
		t.Fatal(err)
	}
	if err := rows.put("111122223333", slices.Values([]rules.FindingRow{row, row})); err != nil {
		t.Fatal(err)
	}
	format, err := report.Find("json")
	if err != nil {
		t.Fatal(err)
	}
	var direct, again strings.Builder
	back, failed := rows.all([]string{"000000000000", "111122223333"})
	err = errors.Join(format.Write(&direct, &report.Report{Result: &rules.Result{}, Findings: slices.Values([]rules.FindingRow{row, row})}),
		format.Write(&again, &report.Report{Result: &rules.Result{}, Findings: back}), failed())
	if err != nil || direct.String() != again.String() {
		t.Errorf("%v\n%s\nwant\n%s", err, again.String(), direct.String())
	}
	if err := os.WriteFile(filepath.Join(rows.folder, "111122223333"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range back {
		t.Error("a row comes from a damaged file")
	}
	if failed() == nil {
		t.Error("nobody is told of a damaged file")
	}
	rows.remove()
	if _, err := os.Stat(rows.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is left: %v", err)
	}
}

// functions of several accounts are named by their ARNs: each account keeps its own.
func TestScopeWithin(t *testing.T) {
	ours, theirs := "arn:aws:lambda:eu-west-1:111122223333:function:a", "arn:aws:lambda:eu-west-1:444455556666:function:a"
	for _, c := range []struct {
		functions []string
		left      string
		within    bool
	}{
		{nil, "[]", true},
		{[]string{"a*"}, "[a*]", true},
		{[]string{ours, theirs}, fmt.Sprint([]string{ours}), true},
		{[]string{theirs}, "[]", false},
	} {
		scope, within := scopeWithin(audit.Scope{Functions: c.functions}, "111122223333")
		if fmt.Sprint(scope.Functions) != c.left || within != c.within {
			t.Errorf("%v leaves %v, %v", c.functions, scope.Functions, within)
		}
	}
}
