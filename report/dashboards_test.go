package report

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// dashboard reads one of the published dashboards into what it is expected to be.
func dashboard(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "dashboards", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// A grafanaPanel is the part of a panel that the tests read.
type grafanaPanel struct {
	ID      int
	Title   string
	GridPos struct{ X, Y, W, H int }
	Targets []struct {
		RefID        string
		Expr         string
		RootSelector string `json:"root_selector"`
		Columns      []struct{ Selector, Text, Type string }
	}
	FieldConfig     struct{ Overrides []json.RawMessage }
	Transformations []json.RawMessage
}

type grafana struct {
	Title, UID string
	Panels     []grafanaPanel
	Templating struct {
		List []struct{ Name string }
	}
}

func TestGrafanaDashboardsAreWellFormed(t *testing.T) {
	uids := map[string]bool{}
	for _, name := range []string{"grafana-prometheus.json", "grafana-json.json"} {
		var d grafana
		dashboard(t, name, &d)
		if d.Title == "" || uids[d.UID] || len(d.Panels) < 10 {
			t.Errorf("%s: title %q, uid %q, %d panels", name, d.Title, d.UID, len(d.Panels))
		}
		uids[d.UID] = true
		taken, ids := map[[2]int]string{}, map[int]bool{}
		for _, p := range d.Panels {
			if p.Title == "" || ids[p.ID] || len(p.Targets) == 0 || p.GridPos.X+p.GridPos.W > 24 {
				t.Errorf("%s: panel %+v", name, p)
			}
			ids[p.ID] = true
			occupy(t, taken, p)
		}
	}
}

// occupy notes the cells that a panel covers.
func occupy(t *testing.T, taken map[[2]int]string, p grafanaPanel) {
	t.Helper()
	for x := range p.GridPos.W {
		for y := range p.GridPos.H {
			cell := [2]int{p.GridPos.X + x, p.GridPos.Y + y}
			if other := taken[cell]; other != "" {
				t.Fatalf("the panels %s and %s overlap", other, p.Title)
			}
			taken[cell] = p.Title
		}
	}
}

// Every list and every column that the dashboard over the JSON file names is there,
// and holds what the column says.
func TestInfinityDashboardNamesWhatIsThere(t *testing.T) {
	var d grafana
	dashboard(t, "grafana-json.json", &d)
	var report map[string]any
	if err := json.Unmarshal(inFormat(t, "json", nextNight()), &report); err != nil {
		t.Fatal(err)
	}
	for _, p := range d.Panels {
		for _, target := range p.Targets {
			rows, list := report[target.RootSelector].([]any)
			if row, object := report[target.RootSelector].(map[string]any); object {
				rows, list = []any{row}, true // read as one row
			}
			if !list || len(rows) == 0 || len(target.Columns) == 0 {
				t.Fatalf("%s reads %s, which is no list of the sample", p.Title, target.RootSelector)
			}
			for _, c := range target.Columns {
				for _, row := range rows {
					value, there := row.(map[string]any)[c.Selector]
					if !there || !holds(value, c.Type) {
						t.Errorf("%s: %s.%s is %v, want a %s", p.Title, target.RootSelector, c.Selector, value, c.Type)
					}
				}
			}
		}
	}
}

// holds reports whether a value is of one of Infinity's types; null is of all.
func holds(value any, kind string) bool {
	switch value := value.(type) {
	case nil:
		return true
	case float64:
		return kind == "number"
	case bool:
		return kind == "boolean"
	case string:
		_, err := time.Parse(time.RFC3339, value)
		return kind == "string" || kind == "timestamp" && err == nil
	}
	return false
}

// An emfMetric is a number and the names of its dimensions, sorted.
type emfMetric struct{ name, dimensions string }

// emfMetrics are those that lines bring about, and the values of their dimensions.
func emfMetrics(lines []map[string]any) (metrics map[emfMetric]bool, values map[string][]string) {
	metrics, values = map[emfMetric]bool{}, map[string][]string{}
	for _, line := range lines {
		for _, directive := range line["_aws"].(map[string]any)["CloudWatchMetrics"].([]any) {
			d := directive.(map[string]any)
			var names []string
			for _, name := range d["Dimensions"].([]any)[0].([]any) {
				names = append(names, name.(string))
				values[name.(string)] = append(values[name.(string)], line[name.(string)].(string))
			}
			slices.Sort(names)
			for _, metric := range d["Metrics"].([]any) {
				name := metric.(map[string]any)["Name"].(string)
				metrics[emfMetric{name, d["Namespace"].(string) + "," + strings.Join(names, ",")}] = true
			}
		}
	}
	return metrics, values
}

var searched = regexp.MustCompile(`^SEARCH\('\{([A-Za-z,]+)\} MetricName="(\w+)"(?: (\w+)="(\w+)")?', '(Maximum|Minimum)', 86400\)$`)

// Every metric that the dashboard searches for is in the lines, with just the
// dimensions that it names, and none of the account's is forgotten.
func TestCloudWatchDashboardNamesWhatIsThere(t *testing.T) {
	var d struct {
		Widgets []struct {
			Properties struct {
				Title   string
				Metrics [][]struct{ Expression, Label string }
			}
		}
	}
	dashboard(t, "cloudwatch.json", &d)
	metrics, values := emfMetrics(emfRead(t, nextNight()))
	shown := map[string]bool{}
	for _, w := range d.Widgets {
		for _, metric := range w.Properties.Metrics {
			m := searched.FindStringSubmatch(metric[0].Expression)
			if m == nil {
				t.Fatalf("%s: %s is no search", w.Properties.Title, metric[0].Expression)
			}
			shown[m[2]] = true
			if !metrics[emfMetric{m[2], m[1]}] {
				t.Errorf("%s: no line has %s with %s", w.Properties.Title, m[2], m[1])
			}
			if m[3] != "" && !slices.Contains(values[m[3]], m[4]) {
				t.Errorf("%s: %s is never %s", w.Properties.Title, m[3], m[4])
			}
			for _, name := range regexp.MustCompile(`Dim\.(\w+)`).FindAllStringSubmatch(metric[0].Label, -1) {
				if !strings.Contains(m[1], name[1]) {
					t.Errorf("%s: the label names %s, and the search does not", w.Properties.Title, name[1])
				}
			}
		}
	}
	for m := range maps.Keys(metrics) {
		if !shown[m.name] && m.name != "Grade" && m.name != "RulesNotSelected" {
			t.Errorf("no widget shows %s", m.name)
		}
	}
}
