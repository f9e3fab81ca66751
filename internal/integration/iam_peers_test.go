//go:build integration

package integration

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lambda-audit/internal/iamcorpus"
	"lambda-audit/internal/needs"
	"lambda-audit/rules/iam"
)

// peers are the programs that judge the same policies, in the order of the page's columns.
var peers = []string{"cloudsplaining", "parliament"}

// opinion is what one of the programs says of a policy, in the words of package iam.
type opinion struct {
	Verdict iam.Verdict `json:"verdict"`
	Because []string    `json:"because"`
	Paths   [][]string  `json:"paths"`
}

// compared is one policy of the corpus and what all say of it; "" is our own program.
type compared struct {
	row      iamcorpus.Row
	opinions map[string]opinion
	found    map[string]int // labels of escalation paths
}

// right reports whether a program comes to what a person does.
func (c compared) right(who string) bool {
	return slices.Contains(c.row.Accepted(), c.opinions[who].Verdict)
}

var updatePeers = flag.Bool("update", false, "write docs/iam-peers.md anew")

const peersPage = "../../docs/iam-peers.md"

// TestPeers asks cloudsplaining and parliament about the policies of the corpus: docs/iam-peers.md says where they agree
// with us, and why not where they do not. With -update it writes the page anew.
func TestPeers(t *testing.T) {
	python := needs.In(t, "LAMBDA_AUDIT_PEERS", "python")
	rows := compare(t, python)
	for _, c := range rows {
		if c.row.Policy != "" && c.right("cloudsplaining") && !c.right("") {
			t.Errorf("%s: cloudsplaining says %s and is right, we say %s", c.row.Name, c.opinions["cloudsplaining"].Verdict, c.opinions[""].Verdict)
		}
	}
	page := peersText(t, rows)
	if *updatePeers {
		if err := os.WriteFile(peersPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(peersPage)
	if err != nil || string(written) != page {
		t.Errorf("docs/iam-peers.md is not what comes out (%v): run this test with -update", err)
	}
}

// compare judges the policies of the corpus three times. Roles are left out: neither of the peers knows them. So are the
// rows that stand apart.
func compare(t *testing.T, python string) []compared {
	t.Helper()
	rows, err := iamcorpus.Load(filepath.Join("..", "..", "rules", "iam", "testdata", "corpus"))
	if err != nil {
		t.Fatal(err)
	}
	rows = slices.DeleteFunc(rows, func(r iamcorpus.Row) bool { return r.Bundle != nil || r.Apart })
	answers := askPeers(t, python, rows)
	var list []compared
	for _, row := range rows {
		judged, err := row.Judge()
		if err != nil {
			t.Fatal(err)
		}
		ours := opinion{Verdict: judged.Verdict}
		c := compared{row: row, opinions: map[string]opinion{"": ours}, found: map[string]int{}}
		for _, peer := range peers {
			c.opinions[peer] = answers[row.Name][peer]
		}
		for _, label := range row.Paths {
			if label.Opened(judged.Paths) {
				c.found[""]++
			}
			for _, peer := range peers {
				if slices.ContainsFunc(c.opinions[peer].Paths, label.Covers) {
					c.found[peer]++
				}
			}
		}
		list = append(list, c)
	}
	return list
}

// askPeers runs both programs over the policies.
func askPeers(t *testing.T, python string, rows []iamcorpus.Row) map[string]map[string]opinion {
	t.Helper()
	type question struct {
		Name     string          `json:"name"`
		Document json.RawMessage `json:"document"`
	}
	var questions []question
	for _, row := range rows {
		document, err := row.JSON()
		if err != nil {
			t.Fatal(err)
		}
		questions = append(questions, question{row.Name, document})
	}
	input, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), python, "iam_peers.py")
	cmd.Env = cleanEnvironment(t.TempDir(), "PYTHONDONTWRITEBYTECODE=1")
	var talk strings.Builder
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), &talk
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("the peers break off: %v\n%s", err, talk.String())
	}
	var answers map[string]map[string]opinion
	if err := json.Unmarshal(output, &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}
