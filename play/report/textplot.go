package report

import (
	"math"
	"strings"
	"unicode/utf8"
)

// What a cell of a plot shows: the letters differ, not only their colors.
const (
	lineLetter  = "⣀" // of the legend; a line is made of the dots of braille letters
	fillLetter  = "░"
	levelLetter = "╌"
)

// plot writes one: a line, what is filled below another line, and levels.
func (t *terminal) plot(s subject, p panel, rows int) {
	front, back := fronts(p)
	grid := newCells(t.columns(), rows)
	var values []float64
	for _, of := range p.series {
		for _, point := range thin(of.points, s.end, t.columns()) {
			values = append(values, point.v)
		}
	}
	for _, of := range p.levels {
		values = append(values, of.v)
	}
	vertical, marks := valueScale(values, float64(rows*4-1), 0, p.whole)
	x := scale{0, float64(t.columns()*2 - 1), 0, float64(s.end)}
	if back != nil {
		grid.fill(traced(back.points, back.step, x, vertical))
	}
	for _, of := range p.levels {
		grid.leveled(vertical.of(of.v))
	}
	if front != nil {
		grid.trace(traced(thin(front.points, s.end, t.columns()*2), front.step, x, vertical))
	}
	t.legend(p, front, back)
	for row := range rows {
		tick := ""
		for _, v := range []float64{marks[0], marks[len(marks)-1]} {
			if int(math.Round(vertical.of(v)))/4 == row {
				tick = short(v) + p.unit
			}
		}
		pad := strings.Repeat(" ", max(0, textMargin-2-utf8.RuneCountInString(tick)))
		t.b.WriteString(t.paint(faint, pad+tick+" │") + grid.row(row, t.paint) + "\n")
	}
}

// fronts are the two lines that letters can tell apart: of the replicas the wanted and the ready ones.
func fronts(p panel) (front, back *series) {
	for i := range p.series {
		switch s := &p.series[i]; {
		case s.class == "existing":
		case front == nil && !s.filled:
			front = s
		default:
			back = s
		}
	}
	return front, back
}

func (t *terminal) legend(p panel, front, back *series) {
	words := p.title
	if front != nil {
		words += "  " + lineLetter + " " + front.name
	}
	if back != nil {
		words += "  " + fillLetter + " " + back.name
	}
	for _, of := range p.levels {
		words += "  " + levelLetter + " " + of.name
	}
	t.say(bold, words)
}
