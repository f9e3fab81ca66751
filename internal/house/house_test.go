// Package house measures the house rules that a machine can count: who imports
// whom, and how long files and functions are.
package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// A source is one parsed Go file.
type source struct {
	path  string // from the repository's root
	file  *ast.File
	set   *token.FileSet
	lines int
}

func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		list = append(list, source{filepath.ToSlash(name), file, set, set.File(file.FileStart).LineCount()})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 100 {
		t.Fatalf("only %d Go files were found", len(list))
	}
	return list
}

func (s *source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

func TestFilesAreShort(t *testing.T) {
	for _, s := range sources(t) {
		limit := 200
		if s.path == "main.go" {
			limit = 120
		}
		if s.lines > limit && !s.test() {
			t.Errorf("%s has %d lines, and %d are allowed: does it hold one thing?", s.path, s.lines, limit)
		}
	}
}

func TestFunctionsAreShort(t *testing.T) {
	short, all := 0, 0
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			all++
			lines := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1
			if lines <= 25 {
				short++
			}
			if lines > 60 {
				t.Errorf("%s: %s has %d lines, and 60 are allowed", s.path, f.Name.Name, lines)
			}
		}
	}
	if 10*short < 9*all {
		t.Errorf("%d of %d functions have at most 25 lines; nine of ten should", short, all)
	}
}

// A border says that the packages below one folder must not import others.
type border struct {
	folder string
	never  []string
	why    string
}

const module = "lambda-audit/"

var borders = []border{
	{"audit/", []string{module + "rules", module + "report", module + "fixtures", module + "internal"}, "collection knows no judgement"},
	{"audit/secrets/", []string{module, "github.com/aws/"}, "it is a leaf"},
	{"rules/", []string{module + "report", module + "fixtures", module + "internal", "github.com/aws/"}, "judgement knows no AWS and no output"},
	{"rules/iam/", []string{module}, "it is a leaf"},
	{"report/", []string{module + "fixtures", module + "internal", module + "audit/facts", "github.com/aws/"}, "a report shows what was judged"},
	{"fixtures/", []string{module + "rules", module + "report", module + "audit", module + "internal"}, "sample accounts hold facts of AWS only"},
}

func TestImportsGoOneWay(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() {
			continue // tests may put anything together
		}
		for _, b := range borders {
			if !strings.HasPrefix(s.path, b.folder) {
				continue
			}
			for _, spec := range s.file.Imports {
				path, _ := strconv.Unquote(spec.Path.Value)
				if slices.ContainsFunc(b.never, func(p string) bool { return strings.HasPrefix(path, p) }) {
					t.Errorf("%s imports %s: %s", s.path, path, b.why)
				}
			}
		}
	}
}

func TestRulesReadNoClockAndNoFiles(t *testing.T) {
	forbidden := map[string][]string{"time": {"Now", "Since", "Until", "Sleep"}, "os": nil, "net": nil, "net/http": nil, "math/rand": nil, "math/rand/v2": nil}
	for _, s := range sources(t) {
		if s.test() || !strings.HasPrefix(s.path, "rules/") {
			continue
		}
		for _, spec := range s.file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if names, found := forbidden[path]; found && names == nil {
				t.Errorf("%s imports %s: judgement is pure", s.path, path)
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(forbidden["time"], sel.Sel.Name) {
				t.Errorf("%s calls time.%s: judgement reads no clock", s.path, sel.Sel.Name)
			}
			return true
		})
	}
}

func TestEveryPackageIsExplained(t *testing.T) {
	explained, seen := map[string]bool{}, map[string]bool{}
	for _, s := range sources(t) {
		folder := filepath.Dir(s.path)
		seen[folder] = seen[folder] || !s.test()
		explained[folder] = explained[folder] || s.file.Doc != nil
	}
	for folder := range seen {
		if !explained[folder] {
			t.Errorf("the package in %s has no doc comment", folder)
		}
	}
}

// A line of a session that depends on a program says [has:zsh]: in CI that is an error
// where the program is missing, while [exec:zsh] would leave the line out.
func TestSessionsLeaveNothingOutInCI(t *testing.T) {
	sessions, err := filepath.Glob(filepath.Join(root, "fixtures", "sessions", "*.txt"))
	if err != nil || len(sessions) == 0 {
		t.Fatalf("%d sessions, %v", len(sessions), err)
	}
	for _, path := range sessions {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "[exec:") || strings.Contains(string(text), "[!exec:") {
			t.Errorf("%s asks for a program by [exec:…]", filepath.Base(path))
		}
	}
}
