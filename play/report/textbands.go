package report

import (
	"slices"
	"strings"
)

// textBand is a row of letters below the plots, with what they mean.
type textBand struct{ caption, letters string }

// bandLines are how many lines the bands need.
func (t *terminal) bandLines(s subject) int { return 2 * len(t.textBands(s)) }

// textBands are those of conditions that say something, and of events.
func (t *terminal) textBands(s subject) (all []textBand) {
	for _, kind := range s.conditions {
		for _, r := range s.runs {
			if b, tells := t.textBand(s, r, kind); tells {
				all = append(all, b)
			}
		}
	}
	for _, r := range s.runs {
		if len(r.Events) == 0 {
			continue
		}
		letters := []rune(strings.Repeat(" ", t.columns()))
		for _, e := range r.Events {
			column := min(columnOf(e.At, s.end, t.columns()), t.columns()-1)
			if letters[column] != '!' {
				letters[column] = '|'
			}
			if e.Type == "Warning" {
				letters[column] = '!'
			}
		}
		all = append(all, textBand{"Events" + of(s, r) + "  | normal  ! warning", string(letters)})
	}
	return all
}

// of names a run, where there are two.
func of(s subject, r run) string {
	if s.compared() {
		return " of " + r.name
	}
	return ""
}

func (t *terminal) textBand(s subject, r run, kind string) (b textBand, tells bool) {
	var reasons []string
	for _, one := range bandsOf(r, kind, s.end, t.columns()) {
		letter := map[gravity]string{fine: "·", held: "▒", broken: "█"}[one.gravity]
		b.letters += strings.Repeat(" ", one.from-len([]rune(b.letters))) + strings.Repeat(letter, one.to-one.from)
		if said := letter + " " + one.reason; one.gravity > fine && !slices.Contains(reasons, said) {
			reasons = append(reasons, said)
		}
	}
	b.caption = kind + of(s, r) + "  " + strings.Join(reasons, "  ")
	return b, len(reasons) > 0
}

func (t *terminal) bands(s subject) {
	for _, b := range t.textBands(s) {
		t.say(bold, b.caption)
		line := b.letters
		for _, letter := range []struct{ letter, code string }{{"█", red}, {"!", red}, {"▒", yellow}, {"·", faint}} {
			line = strings.ReplaceAll(line, letter.letter, t.paint(letter.code, letter.letter))
		}
		t.b.WriteString(strings.Repeat(" ", textMargin) + strings.TrimRight(line, " ") + "\n")
	}
}
