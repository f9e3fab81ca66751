package facts_test

import (
	"fmt"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

const logPrefix = "arn:aws:logs:eu-west-1:111122223333:log-group:"

// groups collects the log groups and counts the calls for them.
func groups(t *testing.T, account *fixtures.Account, named ...string) (audit.Reader, int) {
	t.Helper()
	server := serve(account)
	r := collect(t, open(t, server, account, func(o *audit.Options) { o.Scope.Functions = named }), audit.NewSet(facts.LogGroups)).Reader()
	calls := 0
	for _, c := range server.Calls() {
		if c.Operation == "DescribeLogGroups" {
			calls++
		}
	}
	return r, calls
}

func TestLogGroupsThatFunctionsWriteTo(t *testing.T) {
	account := watched(t, `"functions":[
		{"name":"ran","role":"r","metrics":{"Invocations.Sum":10}},
		{"name":"ran-also","role":"r","metrics":{"Invocations.Sum":10}},
		{"name":"never","role":"r"},
		{"name":"own","role":"r","log_group":"/shop/orders"},
		{"name":"versions","role":"r","log_group":"/mail/all","versions":[{"version":"1","config":{"log_group":"plain"}},{"version":"2","config":{"log_group":"unserved"}}],"aliases":[{"name":"live","version":"1"}]}],
		"log_groups":[{"name":"/shop/orders-archive"},{"name":"plain","retention":7,"class":"INFREQUENT_ACCESS"},{"name":"plainer"},{"name":"/mail/all","stored_bytes":5}]`)
	r, calls := groups(t, account)
	for name, want := range map[string]string{
		"/aws/lambda/ran":   "{false 0 3832500 STANDARD} <nil>",
		"/aws/lambda/never": "{true 0 0 } <nil>",
		"/shop/orders":      "{true 0 0 } <nil>", // another name that begins so is another group
		"plain":             "{false 7 0 INFREQUENT_ACCESS} <nil>",
		"/mail/all":         "{false 0 5 STANDARD} <nil>",
		"unserved":          "{false 0 0 } log-groups: no-data: not in the listing",
	} {
		if g, err := facts.LogGroups.Of(r, logPrefix+name); fmt.Sprint(g, " ", err) != want {
			t.Errorf("%s: %v %v, want %s", name, g, err, want)
		}
	}
	if calls != 4 {
		t.Errorf("%d calls, want one for /aws/lambda/ and one for each other name", calls)
	}
	subjects, err := r.Subjects(facts.KindLogGroup)
	if len(subjects) != 6 || err != nil {
		t.Errorf("%d log groups, %v", len(subjects), err)
	}
}

func TestLogGroupsInOneDirectoryAreListedTogether(t *testing.T) {
	var functions []string
	for i := range 40 {
		functions = append(functions, fmt.Sprintf(`{"name":"f%d","role":"r","log_group":"/shop/f%d"}`, i, i))
	}
	account := watched(t, `"functions":[`+strings.Join(functions, ",")+`],"log_groups":[{"name":"/shop/f7","retention":30}]`)
	r, calls := groups(t, account)
	if g, err := facts.LogGroups.Of(r, logPrefix+"/shop/f7"); calls != 1 || err != nil || g.RetentionDays != 30 {
		t.Errorf("%d calls, %+v, %v", calls, g, err)
	}
	if g, err := facts.LogGroups.Of(r, logPrefix+"/shop/f8"); err != nil || !g.Missing {
		t.Errorf("%+v, %v", g, err)
	}
	if _, calls := groups(t, account, "f7", "f8"); calls != 2 {
		t.Errorf("%d calls for two named functions", calls)
	}
}

func TestRegionsWithoutFunctionsHaveNoLogGroupsToAskFor(t *testing.T) {
	if _, calls := groups(t, watched(t, `"log_groups":[{"name":"/aws/lambda/gone"}]`)); calls != 0 {
		t.Errorf("%d calls", calls)
	}
}

func TestFailureQueues(t *testing.T) {
	account := watched(t, `"functions":[
		{"name":"reader","role":"r"}, {"name":"mail","role":"r","dead_letter":"mail-dead"},
		{"name":"events","role":"r","metrics":{"AsyncEventsReceived.Sum":5},"async_settings":[{"on_failure":"events-failed"}]},
		{"name":"stream","role":"r"}],
		"event_sources":[{"source":"work","function":"reader"},{"source":"kinesis:stream/clicks","function":"stream","on_failure":"clicks-failed"}],
		"queues":[{"name":"work","redrive_target":"work-dead"},{"name":"work-dead"},{"name":"mail-dead"},{"name":"events-failed"},{"name":"clicks-failed"}]`)
	known := collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.Queues, facts.EventSources))
	list, err := known.Reader().Subjects(facts.KindFailureQueue)
	got := ""
	for _, s := range list {
		queue, _ := audit.ParseARN(s.ID)
		function, _ := audit.ParseARN(s.Functions[0])
		got += queue.Resource + " of " + function.Name() + "; "
	}
	if want := "clicks-failed of stream; events-failed of events; mail-dead of mail; work-dead of reader; "; got != want || err != nil {
		t.Errorf("%s %v, want %s", got, err, want)
	}
}
