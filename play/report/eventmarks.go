package report

import (
	"fmt"
	"strconv"

	"example.com/metrics-lab/play/engine"
)

// eventMark is an event in the picture, with those that came too soon after it for a mark of their own.
type eventMark struct {
	x     float64
	first engine.Event
	count int
}

// marksOf are far enough apart to be told from each other. A warning is not hidden behind another event.
func (l layout) marksOf(s subject, r run) (all []eventMark) {
	const apart = 5
	x := l.time(s.end)
	for _, e := range r.Events {
		at := x.of(float64(min(e.At, s.end)))
		if last := len(all) - 1; last >= 0 && at < all[last].x+apart {
			all[last].count++
			if e.Type == "Warning" && all[last].first.Type != e.Type {
				all[last].first = e
			}
			continue
		}
		all = append(all, eventMark{at, e, 1})
	}
	return all
}

// events draws them: a bar for one, a block for a warning, and its reason where there is room for it.
func (l layout) events(c canvas, s subject, r run, y float64) {
	c.open("g", "class", "events", "data-run", strconv.Itoa(r.index))
	marks := l.marksOf(s, r)
	for i, m := range marks {
		class, width := "event", 2.0
		if m.first.Type == "Warning" {
			class, width = "warning", 5.0
		}
		said := m.first.Reason
		if m.count > 1 {
			said += fmt.Sprintf(" x%d", m.count)
		}
		c.rect(class, box{m.x - width/2, y + 3, width, bandHeight - 6}, moment(m.first.At)+" "+said+": "+m.first.Message)
		next := l.width - l.right
		if i+1 < len(marks) {
			next = marks[i+1].x
		}
		if m.x+wideAs(said)+12 < next {
			c.text("tick", start, xy{m.x + 7, y + bandHeight/2 + 4}, said)
		}
	}
	c.close()
}
