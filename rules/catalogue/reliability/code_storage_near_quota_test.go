package reliability

import (
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestCodeStorageNamesTheLargest(t *testing.T) {
	r, err := rules.ByID("code-storage-near-quota")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"67 GB of 75 GB for code are used in eu-west-1 (89.3 %); the largest function is orders (2 GB in 41 versions)",
		"67 GB of 75 GB for code are used in eu-west-1 (89.3 %); the largest function is orders (at least 50 MB)",
	} {
		e := r.Examples[i]
		known, err := e.World(r)
		if err != nil {
			t.Fatal(err)
		}
		list := e.Judge(r, known, e.About(r, known))
		if len(list) != 1 || list[0].Message != want {
			t.Errorf("%+v", list)
		}
		if text := rules.EvidenceText(list[0].Evidence); !strings.Contains(text, "(wanted at most 60 GB)") {
			t.Error(text)
		}
	}
}
