package secrets

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// TestClosedSetIsWhole reads the kinds that the sources write, so that a new
// one is known to the tests of closed sets before a fuzzer meets it.
func TestClosedSetIsWhole(t *testing.T) {
	kinds := writtenKinds(t)
	if len(kinds) < 25 {
		t.Fatalf("only %d kinds stand in the sources; they are written in another way now", len(kinds))
	}
	for _, kind := range kinds {
		if kind != `""` && !bytes.Contains(constantText(), []byte(kind)) {
			t.Errorf("kind %s is not in the closed set", kind)
		}
	}
}

// writtenKinds lists the literals that are set as a verdict's kind, or
// returned by a function that names one.
func writtenKinds(t *testing.T) (kinds []string) {
	t.Helper()
	names, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range names {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "kind" {
					kinds = append(kinds, literals(n.Value)...)
				}
			case *ast.FuncDecl:
				if givesKind(n) {
					ast.Inspect(n, func(n ast.Node) bool {
						if r, ok := n.(*ast.ReturnStmt); ok {
							kinds = append(kinds, literals(r.Results[0])...)
						}
						return true
					})
				}
			}
			return true
		})
	}
	return kinds
}

// literals is the text of an expression that is one, with its quotes.
func literals(e ast.Expr) []string {
	if text, ok := e.(*ast.BasicLit); ok && text.Kind == token.STRING {
		return []string{text.Value}
	}
	return nil
}

// givesKind reports whether a function's first result is a kind by its own
// name or by the result's.
func givesKind(f *ast.FuncDecl) bool {
	if f.Type.Results == nil {
		return false
	}
	first := f.Type.Results.List[0]
	text, ok := first.Type.(*ast.Ident)
	named := len(first.Names) > 0 && first.Names[0].Name == "kind"
	return ok && text.Name == "string" && (named || strings.HasSuffix(f.Name.Name, "Kind"))
}
