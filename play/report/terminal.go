package report

import (
	"strings"
	"unicode/utf8"
)

// terminal is what a chart is written to.
type terminal struct {
	b     strings.Builder
	width int
	color bool
}

func (t *terminal) columns() int { return t.width - textMargin }

// The colors of a terminal, by their codes.
const (
	bold   = "1"
	faint  = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	blue   = "36"
)

// paint colors a text.
func (t *terminal) paint(code, s string) string {
	if !t.color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// say writes a sentence, on as many lines as it needs.
func (t *terminal) say(code, s string) {
	line := ""
	for _, word := range strings.Split(s, " ") {
		if line != "" && utf8.RuneCountInString(line+" "+word) > t.width {
			t.b.WriteString(t.paint(code, line) + "\n")
			line = " "
		}
		if line != "" {
			word = " " + word
		}
		line += word
	}
	t.b.WriteString(t.paint(code, line) + "\n")
}
