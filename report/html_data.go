package report

import (
	"slices"
	"strconv"
	"strings"

	"lambda-audit/rules"
)

// htmlData is what the page's script reads: of each listed finding and function
// the values that can be filtered by, as numbers of their names.
type htmlData struct {
	Findings  []dimension `json:"findings"`
	Functions []dimension `json:"functions"`
	ARNs      []string    `json:"arns"`  // of the listed functions
	Lists     [][]int     `json:"lists"` // of listed functions
	Concerns  []int       `json:"concerns"`
	Labels    []labelOf   `json:"labels"` // of accounts
}

// A dimension is one thing to filter by: its values, and for each row the place
// of its own.
type dimension struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
	Rows   []int    `json:"rows"`

	places map[string]int
}

// labelOf says how an account is called, or since when a change is.
type labelOf struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

func newHTMLData(p *htmlPage) htmlData {
	d := htmlData{
		Findings:  dimensions("severity", "pillar", "outcome", "region", "account", "rule", "change"),
		Functions: dimensions("region", "account"),
		ARNs:      []string{}, Lists: [][]int{}, Concerns: []int{}, Labels: []labelOf{},
	}
	places := map[string]int{}
	for i, f := range p.Functions.Listed {
		places[f.FunctionARN] = i
		d.ARNs = append(d.ARNs, clean(f.FunctionARN))
		addRow(d.Functions, f.Region, f.AccountID)
	}
	lists := &listing{numbers: map[string]int{}, places: places, data: &d}
	for _, s := range p.Sections {
		for _, g := range s.Groups {
			for _, f := range g.Rows {
				addRow(d.Findings, f.Severity.String(), string(f.Pillar), f.Outcome.String(), f.Region, f.AccountID, f.Rule, f.Change)
				d.Concerns = append(d.Concerns, lists.number(f.FunctionARNs))
			}
		}
	}
	for _, a := range p.Accounts {
		if a.Name != "" {
			d.Labels = append(d.Labels, labelOf{clean(a.AccountID), clean(a.Name)})
		}
	}
	if p.Changes != nil {
		for _, change := range []string{rules.ChangeNew, rules.ChangeReopened, rules.ChangeBecameUnknown} {
			d.Labels = append(d.Labels, labelOf{change, "since " + p.Changes.Day()})
		}
	}
	return d
}

func dimensions(names ...string) []dimension {
	list := make([]dimension, len(names))
	for i, name := range names {
		list[i] = dimension{Name: name, Values: []string{}, Rows: []int{}, places: map[string]int{}}
	}
	return list
}

// addRow adds one value to each dimension.
func addRow(to []dimension, values ...string) {
	for i, value := range values {
		d := &to[i]
		value = clean(value)
		place, known := d.places[value]
		if !known {
			place = len(d.Values)
			d.places[value] = place
			d.Values = append(d.Values, value)
		}
		d.Rows = append(d.Rows, place)
	}
}

// A listing numbers lists of functions: what many findings concern is written
// once.
type listing struct {
	numbers map[string]int
	places  map[string]int
	data    *htmlData
}

func (l *listing) number(arns []string) int {
	list := []int{}
	var key strings.Builder
	for _, arn := range arns {
		if place, listed := l.places[arn]; listed && !slices.Contains(list[max(0, len(list)-1):], place) {
			list = append(list, place)
			key.WriteString(strconv.Itoa(place) + " ")
		}
	}
	number, known := l.numbers[key.String()]
	if !known {
		number = len(l.data.Lists)
		l.numbers[key.String()] = number
		l.data.Lists = append(l.data.Lists, list)
	}
	return number
}
