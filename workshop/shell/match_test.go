package shell

import (
	"strings"
	"testing"

	"example.com/metrics-lab/workshop/pages"
)

// shown numbers the lines of a text from 10 on.
func shown(text string) []pages.Line {
	var all []pages.Line
	for i, line := range strings.Split(text, "\n") {
		all = append(all, pages.Line{Number: 10 + i, Text: line})
	}
	return all
}

func TestCompare(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, shown, came string
		line              int    // of the mismatch, 0 if there is none
		what              string // it says, or a part of that
	}{
		{"the same", "a\nb", "a\nb\n", 0, ""},
		{"without a newline at the end", "a", "a", 0, ""},
		{"blank lines at the end", "a", "a\n\n \n", 0, ""},
		{"carriage returns", "a\nb", "a\r\nb\r\n", 0, ""},
		{"runs of blanks", "NAME  AGE\nweb 1s", "NAME   AGE\nweb\t 1s   \n", 0, ""},
		{"blanks and none", "a b", "ab\n", 10, "shown  a b\n  came   ab"},
		{"indented or not", "  a", "a\n", 10, "shown   a\n  came   a"},
		{"indented otherwise", "  a", "    a\n", 0, ""},
		{"another line", "a\nb\nc", "a\nx\nc\n", 11, "shown  b\n  came   x"},
		{"case", "a", "A", 10, ""},
		{"nothing came", "a", "", 10, "came   nothing more"},
		{"too little", "a\nb", "a\n", 11, "came   nothing more"},
		{"too much", "a\nb", "a\nb\nc\n", 11, "more came after this line\n  came   c"},
		{"before", "b", "a\nb\n", 10, "shown  b\n  came   a"},
		{"a blank line", "a\n\nb", "a\n\nb\n", 0, ""},
		{"a blank line is missing", "a\n\nb", "a\nb\n", 11, ""},
		{"progress", "a\nb", "a\n    the adapter: compiled 5 of 85 packages (5.1s)\n    linking (1m5s)\nb\n", 0, ""},
		{"regular expressions", "a.c (x) [1] $5 ^ \\d", "a.c (x) [1] $5 ^ \\d\n", 0, ""},
		{"regular expressions mean nothing", "a.c", "abc\n", 10, ""},

		{"… in a line", "web …/20 …s", "web 15/20 3s\n", 0, ""},
		{"… for nothing", "a…b", "ab\n", 0, ""},
		{"… for blanks", "a…b", "a   b\n", 0, ""},
		{"… between blanks for nothing", "a … b", "a b\n", 0, ""},
		{"… between blanks for something", "a … b", "a x y b\n", 0, ""},
		{"… between blanks for a part of a word", "a … b", "axb\n", 10, ""},
		{"… at the end for nothing", "a …", "a\n", 0, ""},
		{"… at the end for something", "a …", "a b\n", 0, ""},
		{"… at the end not for a part of a word", "a …", "ab\n", 10, ""},
		{"… at the beginning", "…b", "a b\n", 0, ""},
		{"… twice", "a … b … c", "a b c\n", 0, ""},
		{"… not in two lines", "a…b", "a\nb\n", 10, ""},
		{"… and something else", "a …", "b\n", 10, ""},
		{"… with what is not UTF-8", "a … b", "a \xff b\n", 0, ""},

		{"… for lines", "a\n…\nb", "a\nx\ny\nb\n", 0, ""},
		{"… for no lines", "a\n…\nb", "a\nb\n", 0, ""},
		{"… at the beginning for lines", "…\nb", "x\n\nb\n", 0, ""},
		{"… at the end for lines", "a\n…", "a\nx\n\ny\n", 0, ""},
		{"… for everything", "…", "", 0, ""},
		{"… indented", "a\n   …", "a\nx\n", 0, ""},
		{"… and a line that did not come", "a\n…\nb\nc", "a\nx\nb\nd\n", 13, "shown  c\n  came   d"},
		{"… and no such line", "a\n…\nb", "a\nx\ny\n", 12, "shown  b\n  came   no such line"},
		{"… and too much", "a\n…\nb", "a\nb\nc\n", 12, "more came after this line\n  came   c"},
		{"… and the last of several", "…\nb", "b\nx\nb\n", 0, ""},
		{"… and a beginning that comes twice", "…\na\nb\n…\nc", "a\na\nb\nx\nc\n", 0, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := Compare(shown(row.shown), row.came)
			switch {
			case got == nil && row.line != 0:
				t.Error("want a mismatch")
			case got != nil && got.Shown.Number != row.line:
				t.Errorf("want line %d, got %+v", row.line, *got)
			case got != nil && !strings.Contains(got.What, row.what):
				t.Errorf("want %q, got %q", row.what, got.What)
			}
		})
	}
}

// FuzzCompare: what came is what is shown when it is shown, also with … instead
// of a part, and never when a line is missing.
func FuzzCompare(f *testing.F) {
	f.Add("NAME  AGE\nweb   1s\n", uint(3), uint(5))
	f.Add("a … b\n\n…\n\xff\x00(", uint(0), uint(100))
	f.Add(" … \n … x … …", uint(2), uint(2))
	f.Fuzz(func(t *testing.T, text string, from, to uint) {
		lines := shown(strings.TrimRight(text, " \t\r\n"))
		if lines[0].Text == "" && len(lines) == 1 || len(text) > 1000 { // it takes quadratic time
			return
		}
		if got := Compare(lines, text); got != nil {
			t.Errorf("%q is not itself: %+v", text, got)
		}
		if got := Compare(lines, ""); got == nil && strings.Trim(text, "… \t\r\n") != "" {
			t.Errorf("%q is nothing", text)
		}
		line := []rune(squeeze(lines[0].Text))
		start, end := min(from, uint(len(line))), min(to, uint(len(line)))
		if start > end {
			start, end = end, start
		}
		lines[0].Text = string(line[:start]) + pages.Anything + string(line[end:])
		if got := Compare(lines, string(line)+"\n"+strings.Join(texts(lines[1:]), "\n")); got != nil {
			t.Errorf("%q is not %q: %+v", line, lines[0].Text, got)
		}
	})
}

func texts(lines []pages.Line) []string {
	var all []string
	for _, line := range lines {
		all = append(all, line.Text)
	}
	return all
}
