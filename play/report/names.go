package report

import (
	"math"
	"slices"
	"unicode/utf8"
)

// legend is the name of a line, with a piece of the line.
type legend struct {
	name, class string
	y           float64 // where the line ends
}

func (p panel) legends() (all []legend) {
	for _, s := range p.series {
		all = append(all, legend{name: s.name, class: s.class})
	}
	for _, v := range p.levels {
		all = append(all, legend{name: v.name, class: v.class})
	}
	return all
}

const (
	swatch     = 22.0
	letter     = 6.6  // about how wide one is
	nameHeight = 17.0 // of a row of names
)

func wideAs(s string) float64 { return float64(utf8.RuneCountInString(s)) * letter }

// cut leaves of a text what fits.
func cut(s string, width float64) string {
	most := max(1, int(width/letter))
	if letters := []rune(s); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return s
}

// ends draws the names where the lines end, apart from each other.
func (l layout) ends(c canvas, p panel, lines [][]point, vertical scale) {
	all := p.legends()
	for i := range all {
		v := 0.0
		if i < len(lines) {
			for _, point := range lines[i] {
				if !math.IsNaN(point.v) {
					v = point.v
				}
			}
		} else {
			v = p.levels[i-len(lines)].v
		}
		all[i].y = vertical.of(v)
	}
	slices.SortStableFunc(all, func(a, b legend) int { return int(math.Round(a.y - b.y)) })
	spread(all, vertical.to, vertical.from)
	x := l.width - l.right + 8
	for _, n := range all {
		c.line(n.class, "", [][]xy{{{x, n.y}, {x + swatch, n.y}}})
		c.text("label", start, xy{x + swatch + 6, n.y + 4}, cut(n.name, l.right-swatch-16))
	}
}

// spread moves names apart, up where there is no room below.
func spread(all []legend, top, bottom float64) {
	for i := range all {
		if i > 0 {
			all[i].y = max(all[i].y, all[i-1].y+nameHeight)
		}
	}
	for i := len(all) - 1; i >= 0; i-- {
		all[i].y = min(all[i].y, bottom)
		bottom = all[i].y - nameHeight
	}
	for i := range all {
		all[i].y = max(all[i].y, top+float64(i)*nameHeight)
	}
}

// names draws them above the plot, in rows.
func (l layout) names(c canvas, p panel, y float64) float64 {
	x := l.left
	for _, n := range p.legends() {
		width := swatch + 5 + wideAs(n.name) + 12
		if x > l.left && x+width > l.width {
			x, y = l.left, y+nameHeight
		}
		c.line(n.class, "", [][]xy{{{x, y + 5}, {x + swatch, y + 5}}})
		c.text("label", start, xy{x + swatch + 5, y + 9}, cut(n.name, l.width-x-swatch-5))
		x += width
	}
	return y + nameHeight
}

// nameRows are how many rows names needs.
func (l layout) nameRows(p panel) int {
	if l.named {
		return 0
	}
	x, rows := l.left, 1
	for _, n := range p.legends() {
		width := swatch + 5 + wideAs(n.name) + 12
		if x > l.left && x+width > l.width {
			x, rows = l.left, rows+1
		}
		x += width
	}
	return rows
}
