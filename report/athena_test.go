package report

import (
	"encoding"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules"
)

const athenaFile = "../docs/dashboards/athena.sql"

const athenaHead = `-- Tables of Athena over the files of
--   lambda-audit audit -o 'ndjson=DIR/{kind}/dt={dt}/account={account}/region={region}'
-- copied to s3://BUCKET/lambda-audit/. Put your bucket in the place of BUCKET, and your
-- account ids in that of ACCOUNT_IDS; partitions need no crawler and no repair.
-- The column region is a partition. Rows within rows are JSON text: json_extract reads them.
-- Made by go test ./report -update from the rows' types.

CREATE DATABASE IF NOT EXISTS lambda_audit;
`

// athenaTable makes the statement for one kind of rows. OpenX's JSON SerDe reads
// gzipped files too, and ignore.malformed.json stays off: a broken line is an error.
func athenaTable(name, kind string, row reflect.Type, regions string) string {
	var columns []string
	for _, field := range newFlattener(row).flatFields() {
		if jsonName(field) != placeRegion {
			columns = append(columns, fmt.Sprintf("  `%s` %s", jsonName(field), athenaType(field.Type)))
		}
	}
	return fmt.Sprintf(`
CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.%s (
%s
)
PARTITIONED BY (%s)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/%s/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,%s',
  'storage.location.template' = 's3://BUCKET/lambda-audit/%s/dt=${dt}/account=${account}/region=${region}/'
);
`, name, strings.Join(columns, ",\n"), "`dt` string, `account` string, `region` string", kind, regions, kind)
}

// flatFields are the members of a flat row.
func (f *flattener) flatFields() []reflect.StructField {
	return reflect.VisibleFields(f.flat)
}

func athenaType(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return "string"
	case t == reflect.TypeFor[[]string]():
		return "array<string>"
	}
	return map[reflect.Kind]string{reflect.String: "string", reflect.Int: "bigint", reflect.Float64: "double", reflect.Bool: "boolean"}[t.Kind()]
}

// TestAthenaTables holds the published statements to the rows that ndjson writes.
func TestAthenaTables(t *testing.T) {
	text, err := os.ReadFile("../audit/regions.json")
	if err != nil {
		t.Fatal(err)
	}
	var table struct{ Regions []string }
	if err := json.Unmarshal(text, &table); err != nil || len(table.Regions) < 30 {
		t.Fatalf("%d regions, %v", len(table.Regions), err)
	}
	regions := strings.Join(table.Regions, ",")
	statements := athenaHead + athenaTable("runs", runKind, reflect.TypeFor[runRow](), regions)
	for _, s := range (&Report{Result: &rules.Result{}}).sections() {
		statements += athenaTable(s.name, s.kind, s.row, regions)
	}
	if strings.Contains(statements, "` ,") || strings.Contains(statements, "` \n") {
		t.Error("a column has no type")
	}
	if *update {
		if err := os.WriteFile(filepath.FromSlash(athenaFile), []byte(statements), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	published, err := os.ReadFile(athenaFile)
	if err != nil || string(published) != statements {
		t.Errorf("%s is not what the rows need (%v): run go test -update", athenaFile, err)
	}
}

// Every row that is written has the columns of its table, and their types.
func TestAthenaTablesHoldTheRows(t *testing.T) {
	columns := map[string]map[string]string{}
	for _, s := range append((&Report{Result: &rules.Result{}}).sections(), section{kind: runKind, row: reflect.TypeFor[runRow]()}) {
		columns[s.kind] = map[string]string{}
		for _, field := range newFlattener(s.row).flatFields() {
			columns[s.kind][jsonName(field)] = athenaType(field.Type)
		}
	}
	for line := range strings.Lines(string(inFormat(t, "ndjson", shop()))) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		kind := row["kind"].(string)
		for name, value := range row {
			if want := columns[kind][name]; !slices.Contains(athenaTypesOf(value), want) {
				t.Errorf("%s.%s holds %v, and its column is %q", kind, name, value, want)
			}
		}
		if len(row) != len(columns[kind]) {
			t.Errorf("a row of %s has %d members, its table %d columns", kind, len(row), len(columns[kind]))
		}
	}
}

// athenaTypesOf are the types of columns that can hold the value.
func athenaTypesOf(value any) []string {
	switch value := value.(type) {
	case string:
		return []string{"string"}
	case bool:
		return []string{"boolean"}
	case float64:
		if value == float64(int64(value)) {
			return []string{"bigint", "double"}
		}
		return []string{"double"}
	case []any:
		return []string{"array<string>"}
	}
	return []string{"string", "boolean", "bigint", "double"} // null
}
