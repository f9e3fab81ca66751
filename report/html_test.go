package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func htmlFormat(t *testing.T) *Format {
	t.Helper()
	format, err := Find("html")
	if err != nil {
		t.Fatal(err)
	}
	return format
}

// withoutScripts is the page without its style and scripts, which have tests of
// their own.
func withoutScripts(page []byte) []byte {
	page = regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAll(page, []byte("<style></style>"))
	page = regexp.MustCompile(`(?s)<script>.*?</script>`).ReplaceAll(page, []byte("<script></script>"))
	return regexp.MustCompile(`'sha256-[^']*'`).ReplaceAll(page, []byte("'sha256-'"))
}

func TestHTMLGolden(t *testing.T) {
	for _, g := range goldens {
		if g.report().Options == (Options{}) {
			golden(t, g.name+".html.golden", withoutScripts(written(t, htmlFormat(t), g.report())))
		}
	}
	golden(t, "shop.html.golden", withoutScripts(written(t, htmlFormat(t), shop())))
}

func TestHTMLIsTheSameEachTime(t *testing.T) {
	first := written(t, htmlFormat(t), shop())
	for range 5 {
		if !bytes.Equal(first, written(t, htmlFormat(t), shop())) {
			t.Fatal("the same report gives other bytes")
		}
	}
}

// TestHTMLPolicyFits takes the hashes as a browser does: over what stands between
// the tags.
func TestHTMLPolicyFits(t *testing.T) {
	page := string(written(t, htmlFormat(t), shop()))
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`).FindStringSubmatch(page)
	if policy == nil {
		t.Fatal("the page has no policy")
	}
	for _, tag := range []string{"style", "script"} {
		found := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(page, -1)
		if len(found) != 1 {
			t.Fatalf("the page has %d of <%s>", len(found), tag)
		}
		sum := sha256.Sum256([]byte(found[0][1]))
		if want := fmt.Sprintf("%s-src 'sha256-%s';", tag, base64.StdEncoding.EncodeToString(sum[:])); !strings.Contains(policy[1], want) {
			t.Errorf("the policy %s lacks %s", policy[1], want)
		}
	}
	if !strings.HasPrefix(policy[1], "default-src 'none';") || strings.Contains(policy[1], "unsafe") {
		t.Errorf("the policy is %s", policy[1])
	}
	for _, never := range []string{" style=", " onclick=", " src=", "<link", "<img", "@import", "url("} {
		if strings.Contains(page, never) {
			t.Errorf("the page holds %q", never)
		}
	}
}

const evilMarkup = `</script><script>alert(1)</script><img src=x onerror=alert(1)>'"&{{.}}<!--` + "\u202e\x1b[31m\u2028`"

// TestHTMLEscapes puts markup in every place that AWS fills.
func TestHTMLEscapes(t *testing.T) {
	for _, text := range []string{evilMarkup, evilName, "javascript:alert(1)", "\xff\xfe<b>"} {
		page := written(t, htmlFormat(t), hostile(text))
		checkInert(t, text, page)
		plain := written(t, htmlFormat(t), hostile("name"))
		for _, tag := range []string{"<script", "<img", "<b>", "<!--"} {
			if got, want := bytes.Count(page, []byte(tag)), bytes.Count(plain, []byte(tag)); got != want {
				t.Errorf("%q: the page holds %d of %s, want %d", text, got, tag, want)
			}
		}
		if bytes.Contains(page, []byte("ZgotmplZ")) || bytes.Contains(page, []byte(`href="javascript:`)) {
			t.Errorf("%q stands where it could run", text)
		}
	}
}

// checkInert wants no character in the page that is obeyed and not shown, in the
// data of its script either.
func checkInert(t *testing.T, text string, page []byte) {
	t.Helper()
	for _, r := range string(page) {
		if unprintable(r) && r != '\n' && r != '\t' {
			t.Fatalf("%q: the page holds %q", text, r)
		}
	}
	data := regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`).FindSubmatch(page)
	if data == nil {
		t.Fatalf("%q: the page has no data", text)
	}
	var decoded struct {
		Findings []struct{ Values []string }
		ARNs     []string
	}
	if err := json.Unmarshal(data[1], &decoded); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	for _, d := range decoded.Findings {
		for _, value := range append(d.Values, decoded.ARNs...) {
			if strings.ContainsFunc(value, unprintable) {
				t.Errorf("%q: the data holds %q", text, value)
			}
		}
	}
}

func FuzzHTML(f *testing.F) {
	f.Add("name")
	f.Add(evilMarkup)
	f.Fuzz(func(t *testing.T, text string) {
		page := written(t, htmlFormat(t), hostile(text))
		checkInert(t, text, page)
		if n := bytes.Count(page, []byte("<script")); n != 2 {
			t.Errorf("%q: the page has %d scripts", text, n)
		}
	})
}

// many is a report of more findings than a page lists: those of the milder rule
// come first.
func many(high, low int) *Report {
	r := shop()
	r.Findings = func(yield func(rules.FindingRow) bool) {
		for i := range high + low {
			rule := "tracing-off"
			if i >= low {
				rule = "runtime-deprecated"
			}
			if !yield(sampleFinding(rules.Fail, rule, fmt.Sprintf("function-%d", i), "", "message", "")) {
				return
			}
		}
	}
	return r
}

func TestHTMLListsTheWorst(t *testing.T) {
	page := string(written(t, htmlFormat(t), many(findingsInFull-10, 1234)))
	if n := strings.Count(page, `<details class="finding">`); n != findingsInFull {
		t.Errorf("the page lists %d findings, want %d", n, findingsInFull)
	}
	if n := strings.Count(page, `<span class="tag low">low</span><b class="name">`); n != 10 {
		t.Errorf("%d mild findings are listed, want those 10 that find room", n)
	}
	for _, want := range []string{"1,224 more findings of this rule are only counted here: 1,224 low.", "5,000 of 6,224: the worst ones"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestHTMLKeepsExamplesOfEachRule(t *testing.T) {
	seen := map[string]int{}
	kept := keepFindings(many(0, 0).Findings, 10)
	for _, rule := range []string{"runtime-deprecated", "role-wildcard", "missing-dlq"} {
		for i := range 50 {
			row := sampleFinding(rules.Fail, rule, fmt.Sprint(i), "", "", "")
			kept.rule(rankOf(&row), &row).rows = append(kept.rule(rankOf(&row), &row).rows, row)
			if kept.listed++; kept.listed > 10 {
				kept.dropOne()
			}
		}
	}
	for _, g := range kept.sections()[0].Groups {
		seen[g.Rule] = len(g.Rows)
		if g.LeftOut+len(g.Rows) != 50 {
			t.Errorf("%s: %d listed and %d counted of 50", g.Rule, len(g.Rows), g.LeftOut)
		}
	}
	for rule, n := range seen {
		if n < 3 {
			t.Errorf("%s keeps %d examples of %v", rule, n, seen)
		}
	}
}

func TestHTMLCountsTheOtherFunctions(t *testing.T) {
	r := shop()
	f := r.Result.Functions[7]
	for range functionsListed {
		r.Result.Functions = append(r.Result.Functions, f)
	}
	page := string(written(t, htmlFormat(t), r))
	if !strings.Contains(page, "12 more functions with better scores are not listed<i></i>grade A 12.") {
		t.Error("the page does not say that functions are left out")
	}
}
