package shell

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/workshop/pages"
)

// Mismatch is where an output is not what is shown.
type Mismatch struct {
	// Shown is the line of the page that did not come, or the last one, if more
	// came than is shown.
	Shown pages.Line
	// What is wrong, with the line that came instead.
	What string
}

// Compare compares what is shown with what came. It returns nil if they are the
// same. In what is shown, … in a line stands for any text, also none, and a line
// of only … for any number of lines, also none. Blanks in a row are one, those at
// the end of a line are none, and so are blank lines at the end. Lines that a terminal
// replaces are none, too: how many come depends on how busy the machine is.
func Compare(shown []pages.Line, output string) *Mismatch {
	came := lines(output)
	patterns := make([]pattern, len(shown))
	for i, line := range shown {
		patterns[i] = newPattern(line.Text)
	}
	m := match{patterns: patterns, at: map[int]bool{}}
	m.reach(0, 0)
	for i, line := range came {
		m.step(line, i+1)
	}
	if m.at[len(patterns)] {
		return nil
	}
	return m.explain(shown, came)
}

// lines are the lines of an output as they are compared.
func lines(output string) []string {
	output = strings.TrimRight(output, " \t\r\n")
	if output == "" {
		return nil
	}
	var all []string
	for line := range strings.SplitSeq(output, "\n") {
		if !console.IsPassing(line) {
			all = append(all, squeeze(line))
		}
	}
	return all
}

// squeeze makes one blank of each run of blanks, and none at the end. What is not
// UTF-8 is some character.
func squeeze(line string) string {
	return blanks.ReplaceAllString(strings.TrimRight(strings.ToValidUTF8(line, "\ufffd"), " \t\r"), " ")
}

// match is how far the lines that came so far can have come in those shown: at
// several places, since … stands for any number of lines.
type match struct {
	patterns []pattern
	at       map[int]bool
	// furthest is the furthest place ever, and came how many lines had come then.
	furthest, came int
}

// reach adds a place, after a number of lines.
func (m *match) reach(place, came int) {
	if m.at[place] {
		return
	}
	m.at[place] = true
	if place > m.furthest {
		m.furthest, m.came = place, came
	}
	if place < len(m.patterns) && m.patterns[place].lines {
		m.reach(place+1, came)
	}
}

func (m *match) step(line string, came int) {
	before := m.at
	m.at = map[int]bool{}
	for place := range before {
		switch {
		case place == len(m.patterns):
		case m.patterns[place].lines:
			m.reach(place, came)
		case m.patterns[place].matches(line):
			m.reach(place+1, came)
		}
	}
}

func (m *match) explain(shown []pages.Line, came []string) *Mismatch {
	instead := "nothing more"
	if m.came < len(came) {
		instead = came[m.came]
	}
	if m.furthest == len(shown) {
		return &Mismatch{shown[len(shown)-1], fmt.Sprintf("more came after this line\n  came   %s", instead)}
	}
	line := shown[m.furthest]
	if m.furthest > 0 && m.patterns[m.furthest-1].lines {
		instead = "no such line"
	}
	return &Mismatch{line, fmt.Sprintf("this line did not come\n  shown  %s\n  came   %s", squeeze(line.Text), instead)}
}

// pattern is a line that is shown.
type pattern struct {
	lines bool // stands for any number of lines
	line  *regexp.Regexp
}

var (
	blanks = regexp.MustCompile(`[ \t]+`)
	// wild is any text, with the blanks beside it: if it is none, they are one
	// blank, or at the end of a line none.
	wild = regexp.MustCompile(`( ?)…( ?)($)?`)
)

func newPattern(text string) pattern {
	text = squeeze(text)
	if strings.Trim(text, " ") == pages.Anything {
		return pattern{lines: true}
	}
	b, rest := new(strings.Builder), text
	for {
		at := wild.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		b.WriteString(regexp.QuoteMeta(rest[:at[0]]))
		before, after, end := at[3] > at[2], at[5] > at[4], at[6] >= 0
		switch {
		case before && after:
			b.WriteString(` (?:.* )?`)
		case before && end:
			b.WriteString(`(?: .*)?`)
		default:
			b.WriteString(rest[at[2]:at[3]] + `.*` + rest[at[4]:at[5]])
		}
		rest = rest[at[1]:]
	}
	return pattern{line: regexp.MustCompile(`^(?s:` + b.String() + regexp.QuoteMeta(rest) + `)$`)}
}

func (p pattern) matches(line string) bool { return p.line.MatchString(line) }
