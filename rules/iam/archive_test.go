package iam

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestAnArchiveGivesWhatParseGives reads policies that repeat their lists of actions, and some that are broken.
func TestAnArchiveGivesWhatParseGives(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var archive Archive
	again := 0
	for i := range 2000 {
		text, err := json.Marshal(plainDocument(rng))
		if err != nil {
			t.Fatal(err)
		}
		if i%10 == 0 {
			text = text[:rng.IntN(len(text))]
		}
		want, wrong := Parse(string(text))
		got, err := archive.Parse(string(text))
		if fmt.Sprint(err) != fmt.Sprint(wrong) {
			t.Fatalf("%s: %v, and %v from the archive", text, wrong, err)
		}
		for j := range got.Statements {
			s := &got.Statements[j]
			if s.archived != nil && !reflect.DeepEqual(s.verbs(), newVerbs(s.Actions)) {
				t.Fatalf("%s: the archive knows %+v of %q", text, s.verbs(), s.Actions)
			}
			if s.archived != nil {
				again++
			}
			s.archived = nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%s:\n%+v, and from the archive\n%+v", text, want, got)
		}
	}
	if again <= len(archive.lists) {
		t.Errorf("of %d lists, %d were kept", again, len(archive.lists))
	}
}

func TestAnArchiveReadsUnusualActions(t *testing.T) {
	for _, text := range []string{
		`{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Action":["s3:PutObject"],"Resource":"*"}}`,
		`{"Statement":{"Effect":"Allow","Action":[],"Resource":"*"}}`,
		`{"Statement":{"Effect":"Allow","Action":null,"Resource":"*"}}`,
		`{"Statement":{"Effect":"Allow","aCTION":["s3:\u0047etObject", "s3:*"],"Resource":"*"}}`,
		`{"Statement":{"Effect":"Allow","Action":["s3:GetObject",7],"Resource":"*"}}`,
		`{"Statement":{"Effect":"Allow","Action":{"s3:GetObject":1},"Resource":"*"}}`,
	} {
		var archive Archive
		want, wrong := Parse(text)
		for range 2 { // the second time from what it keeps
			got, err := archive.Parse(text)
			for i := range got.Statements {
				got.Statements[i].archived = nil
			}
			if fmt.Sprint(err) != fmt.Sprint(wrong) || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v, %v, and from the archive %+v, %v", text, want, wrong, got, err)
			}
		}
	}
}

func TestWhoCopiesAStatementMayGiveItOtherActions(t *testing.T) {
	var archive Archive
	d, err := archive.Parse(`{"Statement":{"Effect":"Allow","Action":["s3:GetObject","sqs:SendMessage"],"Resource":"*"}}`)
	if err != nil {
		t.Fatal(err)
	}
	other := d.Statements[0]
	other.Actions = []string{"iam:PassRole"}
	if got := other.verbs(); !reflect.DeepEqual(got.services, []string{"iam"}) || got.paths == (pathSet{}) {
		t.Errorf("of the other actions it says %+v", got)
	}
}

func TestAnArchiveKeepsNoMoreThanItMay(t *testing.T) {
	var archive Archive
	for i := range mostLists + 10 {
		if _, err := archive.Parse(fmt.Sprintf(`{"Statement":{"Effect":"Allow","Action":"s3:Get%d","Resource":"*"}}`, i)); err != nil {
			t.Fatal(err)
		}
	}
	if len(archive.lists) != 10 {
		t.Errorf("it keeps %d lists", len(archive.lists))
	}
}
