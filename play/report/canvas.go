package report

// xy is a place in a picture, in pixels from its top left.
type xy struct{ x, y float64 }

// box is a part of a picture.
type box struct{ x, y, w, h float64 }

// anchor is which end of a text stands at its place.
type anchor string

const (
	start  anchor = "start"
	middle anchor = "middle"
	end    anchor = "end"
)

// canvas is what charts are drawn on: SVG or pixels. A class is a name in styles.
type canvas interface {
	// open and close enclose what belongs together; attributes are pairs of a name and a value.
	open(name string, attributes ...string)
	close()
	// line draws lines, each through its points. key says which numbers it draws; empty is none.
	line(class, key string, lines [][]xy)
	// area fills what the points enclose.
	area(class string, points []xy)
	// rect fills a box; title is told to who asks about it.
	rect(class string, b box, title string)
	text(class string, a anchor, at xy, s string)
}
