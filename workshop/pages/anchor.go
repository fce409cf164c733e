package pages

import (
	"strconv"
	"strings"
	"unicode"
)

// anchor is what GitHub makes of a heading: lower case, without punctuation, with
// dashes for blanks, and numbered from the second on, if there are several. See
// https://github.com/gjtorikian/html-pipeline, TableOfContentsFilter.
func (r *reader) anchor(title string) string {
	name := strings.Map(func(c rune) rune {
		switch {
		case c == ' ':
			return '-'
		case c == '-', c == '_', unicode.IsLetter(c), unicode.IsMark(c), unicode.IsNumber(c):
			return unicode.ToLower(c)
		}
		return -1
	}, title)
	times := r.taken[name]
	r.taken[name]++
	if times > 0 {
		name += "-" + strconv.Itoa(times)
	}
	r.page.anchors[name] = true
	return name
}
