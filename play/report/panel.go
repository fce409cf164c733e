package report

import (
	"strconv"
)

// panel is one plot: lines that share an axis.
type panel struct {
	title  string
	unit   string
	whole  bool // its values are whole numbers
	series []series
	levels []level
}

// level is a value that does not change: a target, a limit.
type level struct {
	name, class string
	v           float64
}

// panel draws one.
func (l layout) panel(c canvas, s subject, p panel, y float64) {
	c.text("title", start, xy{l.left, y + 15}, p.title)
	y += headHeight
	if !l.named {
		y = l.names(c, p, y)
	}
	lines := make([][]point, len(p.series))
	var values []float64
	for i, of := range p.series {
		lines[i] = thin(of.points, s.end, l.columns())
		for _, point := range lines[i] {
			values = append(values, point.v)
		}
	}
	for _, of := range p.levels {
		values = append(values, of.v)
	}
	vertical, marks := valueScale(values, y+l.height, y, p.whole)
	x := l.time(s.end)
	c.open("g", "class", "panel", "data-title", p.title, "data-left", pixels(x.from), "data-right", pixels(x.to), "data-top", pixels(y),
		"data-bottom", pixels(y+l.height), "data-end", strconv.FormatInt(s.end.Milliseconds(), 10), "data-low", number(vertical.low), "data-high", number(vertical.high))
	l.grid(c, s, p, vertical, marks)
	for i, of := range p.series {
		if area := filled(lines[i], x, vertical); of.filled && area != nil {
			c.area(of.class+"area", area)
		}
	}
	for _, of := range p.levels {
		at := vertical.of(of.v)
		c.line(of.class, "level "+of.name, [][]xy{{{x.from, at}, {x.to, at}}})
	}
	for i, of := range p.series {
		c.line(of.class, of.key, traced(lines[i], of.step, x, vertical))
	}
	if l.named {
		l.ends(c, p, lines, vertical)
	}
	c.close()
}

func (l layout) grid(c canvas, s subject, p panel, vertical scale, marks []float64) {
	x := l.time(s.end)
	for _, at := range timeTicks(s.end, l.ticks) {
		place := x.of(float64(at))
		c.line("grid", "", [][]xy{{{place, vertical.from}, {place, vertical.to}}})
	}
	for _, v := range marks {
		at := vertical.of(v)
		c.line("grid", "", [][]xy{{{x.from, at}, {x.to, at}}})
		c.text("tick", end, xy{x.from - 7, at + 4}, short(v)+p.unit)
	}
}
