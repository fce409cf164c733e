package command

import (
	"encoding/xml"
	"fmt"
	"io"

	"example.com/metrics-lab/play/scenario"
)

// The form of JUnit's reports, as CI systems read it: https://github.com/testmoapp/junitxml.
type suites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Suites   []suite  `xml:"testsuite"`
}

type suite struct {
	Name     string     `xml:"name,attr"`
	File     string     `xml:"file,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Time     string     `xml:"time,attr"`
	Cases    []testcase `xml:"testcase"`
}

type testcase struct {
	Name    string   `xml:"name,attr"`
	Class   string   `xml:"classname,attr"`
	File    string   `xml:"file,attr"`
	Line    int      `xml:"line,attr"`
	Failure *problem `xml:"failure"`
}

type problem struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit makes a suite of each test, and a case of each expectation. A test that expects nothing is one case: it was
// played.
func writeJUnit(w io.Writer, outcomes []outcome) error {
	var all suites
	for _, out := range outcomes {
		s := suite{Name: out.test.Name, File: out.test.File, Time: fmt.Sprintf("%.3f", out.took.Seconds()), Failures: len(out.failures)}
		for _, e := range out.test.Expect {
			s.Cases = append(s.Cases, testcase{Name: e.Name, Class: out.test.Name, File: e.File, Line: e.Line, Failure: problemOf(out, e)})
		}
		if len(s.Cases) == 0 {
			s.Cases = []testcase{{Name: "it is played", Class: out.test.Name, File: out.test.File, Line: out.test.Line}}
		}
		s.Tests = len(s.Cases)
		all.Tests, all.Failures = all.Tests+s.Tests, all.Failures+s.Failures
		all.Suites = append(all.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	return encoder.Encode(all)
}

func problemOf(out outcome, e scenario.Expectation) *problem {
	for _, f := range out.failures {
		if f.Line == e.Line && f.File == e.File {
			return &problem{Message: fmt.Sprintf("at %s: want %s, got %s", f.At, f.Want, f.Got), Text: reason(out.result, f)}
		}
	}
	return nil
}
