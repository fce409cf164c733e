package report

import (
	"strconv"
	"strings"
)

const (
	bandHeight    = 18.0
	captionHeight = 17.0
	capitals      = 0.94 // of a reason need more room than other letters
	readable      = 70.0 // wide enough for a part of a reason
	separation    = 0.5  // between bands, so that two of a kind are seen as two
)

// row is a line of bands or marks below the plots.
type row struct {
	caption string // above it, where its name cannot stand beside it
	name    string
	draw    func(c canvas, y float64)
}

// rows are the conditions and the events of each run.
func (l layout) rows(s subject) (all []row) {
	for _, kind := range s.conditions {
		for i, r := range s.runs {
			one := l.row(s, kind, i)
			one.draw = func(c canvas, y float64) { l.condition(c, s, r, kind, y) }
			all = append(all, one)
		}
	}
	for i, r := range s.runs {
		one := l.row(s, "events", i)
		one.draw = func(c canvas, y float64) { l.events(c, s, r, y) }
		all = append(all, one)
	}
	return all
}

// row is named after what it shows; of two runs, after the run.
func (l layout) row(s subject, what string, i int) row {
	switch {
	case !s.compared() && l.named:
		return row{name: what}
	case !s.compared():
		return row{caption: what}
	case l.named && i == 0:
		return row{caption: what, name: s.runs[i].name}
	case l.named:
		return row{name: s.runs[i].name}
	case i == 0:
		return row{caption: what + ": " + s.runs[0].name + ", below it " + s.runs[1].name}
	}
	return row{}
}

func (l layout) bandsHeight(s subject) float64 {
	y := headHeight
	for _, r := range l.rows(s) {
		y += bandHeight
		if r.caption != "" {
			y += captionHeight
		}
	}
	return y + gap/2
}

// bands draws them, and says where it ends.
func (l layout) bands(c canvas, s subject, y float64) float64 {
	const head = "Conditions and events"
	c.text("title", start, xy{l.left, y + 15}, head)
	if len(s.quiet) > 0 {
		beside := l.left + wideAs(head)*1.2 + 10
		c.text("tick", start, xy{beside, y + 15}, cut("fine all the time: "+strings.Join(s.quiet, ", "), l.width-beside))
	}
	from := y + headHeight
	y = from
	x := l.time(s.end)
	c.open("g", "class", "bands", "data-top", pixels(from), "data-bottom", pixels(y+l.bandsHeight(s)-headHeight))
	for _, r := range l.rows(s) {
		if r.caption != "" {
			c.text("tick", start, xy{l.left + 4, y + 12}, cut(r.caption, l.width-l.left-4))
			y += captionHeight
		}
		r.draw(c, y)
		if r.name != "" {
			c.text("label", start, xy{x.to + 8, y + bandHeight/2 + 4}, cut(r.name, l.right-8))
		}
		y += bandHeight
	}
	c.close()
	return y + gap/2
}

// condition draws its bands. The reason of those that matter stands in them, where there is room.
func (l layout) condition(c canvas, s subject, r run, kind string, y float64) {
	c.open("g", "data-condition", kind, "data-run", strconv.Itoa(r.index))
	for _, b := range bandsOf(r, kind, s.end, l.columns()) {
		class, height := b.gravity.class()
		place := box{l.left + float64(b.from), y + (bandHeight-height)/2, float64(b.to-b.from) - separation, height}
		c.rect(class, place, b.said)
		if b.gravity > fine && place.w > readable {
			c.text("in"+class, start, xy{place.x + 5, y + bandHeight/2 + 4}, cut(b.reason, (place.w-8)*capitals))
		}
	}
	c.close()
}
