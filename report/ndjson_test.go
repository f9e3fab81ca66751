package report

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestNDJSONGolden(t *testing.T) {
	format, err := Find("ndjson")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*Report{"shop": shop(), "empty": emptyAccount(), "clean": cleanAccount()} {
		golden(t, name+".ndjson.golden", written(t, format, r))
	}
}

// Each column has the same type in every row of its kind, and none that a table
// cannot hold.
func TestNDJSONRowsAreFlat(t *testing.T) {
	format, err := Find("ndjson")
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string][]string{}
	for line := range strings.Lines(string(written(t, format, shop()))) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		kind := row["kind"].(string)
		names := slices.Sorted(maps.Keys(row))
		if columns[kind] == nil {
			columns[kind] = names
		}
		if !slices.Equal(columns[kind], names) {
			t.Errorf("rows of kind %s have the columns %v and %v", kind, columns[kind], names)
		}
		for name, value := range row {
			if !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(name) || !columnar(value) {
				t.Errorf("%s.%s holds %v", kind, name, value)
			}
		}
		for _, name := range []string{"run_id", "account_id", "region", "taken_at"} {
			if _, there := row[name]; !there {
				t.Errorf("a row of kind %s has no %s", kind, name)
			}
		}
	}
}

func columnar(value any) bool {
	switch value := value.(type) {
	case []any:
		return !slices.ContainsFunc(value, func(v any) bool { _, text := v.(string); return !text })
	case map[string]any:
		return false
	}
	return true
}
