//go:build integration

package integration

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lambda-audit/internal/needs"
)

// TestPrometheusAlerts has promtool run the alerts' own tests.
func TestPrometheusAlerts(t *testing.T) {
	promtool := needs.Program(t, "promtool")
	for _, args := range [][]string{{"check", "rules", "--lint=all", "--lint-fatal", "prometheus-alerts.yml"}, {"test", "rules", "prometheus-alerts.test.yml"}} {
		cmd := exec.Command(promtool, args...)
		cmd.Dir = filepath.FromSlash(dashboards)
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("promtool %v: %v\n%s", args, err, output)
		}
	}
}

// TestGrafanaQueries has Prometheus itself evaluate every expression of the
// dashboard over the numbers of a sample account: each finds something.
func TestGrafanaQueries(t *testing.T) {
	promtool := needs.Program(t, "promtool")
	text := string(reportedLater(t, "prometheus"))
	type sample struct {
		Labels string  `json:"labels"`
		Value  float64 `json:"value"`
	}
	type expected struct {
		Expr     string   `json:"expr"`
		EvalTime string   `json:"eval_time"`
		Samples  []sample `json:"exp_samples"`
	}
	var tests []expected
	for _, expr := range expressions(t) {
		expr = strings.ReplaceAll(expr, "$account", ".*")
		tests = append(tests, expected{"count(" + expr + ") > bool 0", "1d", []sample{{"{}", 1}}})
		checkLabels(t, expr, text)
	}
	if len(tests) < 15 {
		t.Fatalf("the dashboard has only %d expressions", len(tests))
	}
	file := filepath.Join(t.TempDir(), "test.yml") // JSON is YAML, too
	content, err := json.Marshal(map[string]any{"evaluation_interval": "1d", "tests": []any{map[string]any{
		"interval": "1d", "input_series": seriesOf(text), "promql_expr_test": tests,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if output, err := exec.Command(promtool, "test", "rules", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, tail(output, 6000))
	}
}

// expressions are those of the dashboard over Prometheus.
func expressions(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(dashboards + "grafana-prometheus.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		Panels []struct {
			Targets []struct{ Expr, LegendFormat string }
		}
	}
	if err := json.Unmarshal(text, &dashboard); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, panel := range dashboard.Panels {
		for _, target := range panel.Targets {
			for _, label := range regexp.MustCompile(`\{\{(\w+)\}\}`).FindAllStringSubmatch(target.LegendFormat, -1) {
				if strings.Contains(target.Expr, " by (") && !strings.Contains(target.Expr, label[1]) {
					t.Errorf("the legend of %s names %s", target.Expr, label[1])
				}
			}
			list = append(list, target.Expr)
		}
	}
	return list
}

// seriesOf makes promtool's series of the samples in Prometheus's text format, the
// same for three days.
func seriesOf(text string) []map[string]string {
	var list []map[string]string
	for line := range strings.Lines(text) {
		at := strings.LastIndexByte(line, ' ')
		if !strings.HasPrefix(line, "#") {
			list = append(list, map[string]string{"series": line[:at], "values": strings.TrimSpace(line[at+1:]) + "x2"})
		}
	}
	return list
}

var (
	metricName = regexp.MustCompile(`lambda_audit_\w+`)
	byLabels   = regexp.MustCompile(`by \(([\w, ]+)\)`)
)

// checkLabels wants the labels that an expression goes by to be those of its metric:
// Prometheus takes others for empty.
func checkLabels(t *testing.T, expr, text string) {
	t.Helper()
	for _, by := range byLabels.FindAllStringSubmatch(expr, -1) {
		for name := range strings.SplitSeq(by[1], ", ") {
			for _, metric := range metricName.FindAllString(expr, -1) {
				has := regexp.MustCompile(`(?m)^` + metric + `\{.*\b` + name + `="`)
				if !has.MatchString(text) {
					t.Errorf("%s has no label %s: %s", metric, name, expr)
				}
			}
		}
	}
}

// TestAlertsNameWhatIsThere holds the alerts' metrics and labels to a real file.
func TestAlertsNameWhatIsThere(t *testing.T) {
	alerts, err := os.ReadFile(dashboards + "prometheus-alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(reported(t, "shop", "prometheus"))
	names := slices.Compact(slices.Sorted(slices.Values(metricName.FindAllString(string(alerts), -1))))
	if len(names) < 5 {
		t.Fatalf("the alerts name only %v", names)
	}
	for _, name := range names {
		if !strings.Contains(text, "# TYPE "+name+" gauge\n") {
			t.Errorf("no report has %s", name)
		}
	}
	for line := range strings.Lines(string(alerts)) {
		checkLabels(t, line, text)
	}
}
