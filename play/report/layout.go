package report

import "time"

// layout is how a chart is arranged on paper of some width.
type layout struct {
	name        string
	width       float64
	left, right float64 // margins of the plots: ticks, and names of the lines
	height      float64 // of a plot
	named       bool    // the names of lines stand at their ends; else above
	ticks       int     // of time, at most
}

// wide is for laptops, projectors and files; narrow is for phones, whose text would be too small else.
func wide() layout {
	return layout{name: "wide", width: 1100, left: 54, right: 150, height: 96, named: true, ticks: 12}
}

func narrow() layout {
	return layout{name: "narrow", width: 370, left: 44, right: 10, height: 96, ticks: 4}
}

const (
	headHeight = 24.0 // the title of a panel
	gap        = 14.0
	axisHeight = 26.0
	titleSpace = 30.0 // above the chart of an HPA, where there are several
)

func (l layout) columns() int { return int(l.width - l.left - l.right) }

func (l layout) time(end time.Duration) scale {
	return scale{l.left, l.width - l.right, 0, float64(end)}
}

// size is that of the picture of all HPAs.
func (l layout) size(all []subject) xy {
	y := 0.0
	for _, s := range all {
		y += l.heightOf(s, len(all) > 1)
	}
	return xy{l.width, max(y, 1)}
}

func (l layout) heightOf(s subject, titled bool) float64 {
	y := 0.0
	if titled {
		y += titleSpace
	}
	for _, p := range s.panels {
		y += l.panelHeight(p)
	}
	return y + l.bandsHeight(s) + axisHeight
}

func (l layout) panelHeight(p panel) float64 {
	return headHeight + float64(l.nameRows(p))*nameHeight + l.height + gap
}

// draw draws all HPAs, one under the other.
func (l layout) draw(c canvas, all []subject) {
	size := l.size(all)
	c.rect("bg", box{0, 0, size.x, size.y}, "")
	y := 0.0
	for _, s := range all {
		l.chart(c, s, y, len(all) > 1)
		y += l.heightOf(s, len(all) > 1)
	}
}

// chart draws one HPA: its panels, its bands, and the time below.
func (l layout) chart(c canvas, s subject, y float64, titled bool) {
	c.open("g", "class", "hpa")
	if titled {
		c.text("title", start, xy{l.left, y + 20}, s.title)
		y += titleSpace
	}
	for _, p := range s.panels {
		l.panel(c, s, p, y)
		y += l.panelHeight(p)
	}
	y = l.bands(c, s, y)
	l.axis(c, s, y)
	c.close()
}

func (l layout) axis(c canvas, s subject, y float64) {
	x := l.time(s.end)
	c.line("axis", "", [][]xy{{{x.from, y}, {x.to, y}}})
	for _, at := range timeTicks(s.end, l.ticks) {
		place := x.of(float64(at))
		c.line("axis", "", [][]xy{{{place, y}, {place, y + 4}}})
		a := middle
		if place > l.width-20 {
			a = end
		}
		c.text("tick", a, xy{place, y + 18}, moment(at))
	}
}
