package report

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The page beside the dashboards tells of every metric of both formats.
func TestFeedsPageNamesEveryMetric(t *testing.T) {
	text, err := os.ReadFile("../docs/dashboards/README.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	for _, m := range metrics {
		if !strings.Contains(page, "`"+m.name+"`") {
			t.Errorf("the page does not tell of lambda_audit_%s", m.name)
		}
	}
	lines, _ := emfMetrics(emfRead(t, nextNight()))
	for m := range lines {
		if !strings.Contains(page, "`"+m.name+"`") {
			t.Errorf("the page does not tell of %s", m.name)
		}
	}
	for _, name := range regexp.MustCompile("`([a-z_]+_[a-z_]+)`").FindAllStringSubmatch(page, -1) {
		known := strings.Contains(string(inFormat(t, "prometheus", nextNight())), name[1]) || name[1] == "rules_not_selected"
		if !known && name[1] != "status_code" {
			t.Errorf("the page tells of %s, which nothing has", name[1])
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([\w.-]+)\)`).FindAllStringSubmatch(page, -1) {
		if _, err := os.Stat("../docs/dashboards/" + link[1]); err != nil {
			t.Error(err)
		}
	}
}
