package report

import (
	"encoding/xml"
)

// junitSuites is the root of a junit report.
type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Name     string        `xml:"name,attr"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Suites   []*junitSuite `xml:"testsuite"`
}

// junitSuite is what a junit report says of one rule.
type junitSuite struct {
	Name       string           `xml:"name,attr"`
	Tests      int              `xml:"tests,attr"`
	Failures   int              `xml:"failures,attr"`
	Errors     int              `xml:"errors,attr"`
	Skipped    int              `xml:"skipped,attr"`
	Time       string           `xml:"time,attr"`
	Timestamp  string           `xml:"timestamp,attr"`
	Properties *junitProperties `xml:"properties"`
	Cases      []*junitCase     `xml:"testcase"`

	bySubject map[string]*junitCase
}

type junitProperties struct {
	List []junitProperty `xml:"property"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

// junitCase is what a junit report says of one subject.
type junitCase struct {
	Class   string     `xml:"classname,attr"`
	Name    string     `xml:"name,attr"`
	Time    string     `xml:"time,attr"`
	Skipped *junitNote `xml:"skipped"`
	Failure *junitNote `xml:"failure"`

	rows []junitFinding
}

type junitNote struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func newSuite(r *Report, name string) *junitSuite {
	return &junitSuite{
		Name: "lambda-audit." + clean(name), Time: "0", Timestamp: r.Result.Run.TakenAt.UTC().Format("2006-01-02T15:04:05"),
		bySubject: map[string]*junitCase{},
	}
}

// set adds a property.
func (s *junitSuite) set(name, value string) {
	if s.Properties == nil {
		s.Properties = &junitProperties{}
	}
	s.Properties.List = append(s.Properties.List, junitProperty{name, clean(value)})
}
