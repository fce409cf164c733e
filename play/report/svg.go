package report

import (
	"html"
	"io"
	"strconv"
	"strings"
)

// SVG writes the charts of all HPAs as one picture. The page of one HPA has exactly these bytes in it.
func SVG(w io.Writer, d Data) error {
	all, err := d.subjects()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, svg(all, wide()))
	return err
}

// svg draws on paper of its own size.
func svg(all []subject, l layout) string {
	size := l.size(all)
	c := &svgCanvas{}
	c.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "play "+l.name, "viewBox", "0 0 "+pixels(size.x)+" "+pixels(size.y),
		"width", pixels(size.x), "height", pixels(size.y), "role", "img", "aria-label", describe(all))
	c.b.WriteString("<style>" + chartCSS() + "</style>\n")
	l.draw(c, all)
	c.close()
	return c.b.String()
}

// svgCanvas writes SVG. The numbers have two digits after the point: less than what anybody sees, and short.
type svgCanvas struct {
	b     strings.Builder
	names []string // of what is open
}

func pixels(v float64) string { return trimmed(v, 2) }

func (c *svgCanvas) open(name string, attributes ...string) {
	c.names = append(c.names, name)
	c.b.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		c.b.WriteString(" " + attributes[i] + `="` + html.EscapeString(attributes[i+1]) + `"`)
	}
	c.b.WriteString(">\n")
}

func (c *svgCanvas) close() {
	last := len(c.names) - 1
	c.b.WriteString("</" + c.names[last] + ">\n")
	c.names = c.names[:last]
}

func (c *svgCanvas) line(class, key string, lines [][]xy) {
	if len(lines) == 0 {
		return
	}
	c.b.WriteString(`<path class="` + class + `"`)
	if key != "" {
		c.b.WriteString(` data-series="` + html.EscapeString(key) + `"`)
	}
	c.b.WriteString(` d="`)
	for _, points := range lines {
		c.path(points)
	}
	c.b.WriteString("\"/>\n")
}

// path goes through points. Steps, which are level or upright, need one number each.
func (c *svgCanvas) path(points []xy) {
	var x, y string
	for i, p := range points {
		toX, toY := pixels(p.x), pixels(p.y)
		switch {
		case i == 0:
			c.b.WriteString("M" + toX + " " + toY)
		case toX == x && toY == y && i > 1:
		case toY == y:
			c.b.WriteString("H" + toX)
		case toX == x:
			c.b.WriteString("V" + toY)
		default:
			c.b.WriteString("L" + toX + " " + toY)
		}
		x, y = toX, toY
	}
}

func (c *svgCanvas) area(class string, points []xy) {
	c.b.WriteString(`<path class="` + class + `" d="`)
	c.path(points)
	c.b.WriteString("Z\"/>\n")
}

func (c *svgCanvas) rect(class string, b box, title string) {
	c.b.WriteString(`<rect class="` + class + `" x="` + pixels(b.x) + `" y="` + pixels(b.y) + `" width="` + pixels(b.w) + `" height="` + pixels(b.h) + `"`)
	if title == "" {
		c.b.WriteString("/>\n")
		return
	}
	c.b.WriteString("><title>" + html.EscapeString(title) + "</title></rect>\n")
}

func (c *svgCanvas) text(class string, a anchor, at xy, s string) {
	c.b.WriteString(`<text class="` + class + `" x="` + pixels(at.x) + `" y="` + pixels(at.y) + `" text-anchor="` + string(a) + `">` + html.EscapeString(s) + "</text>\n")
}

// describe is a short title for who does not see the picture.
func describe(all []subject) string {
	var names []string
	for _, s := range all {
		names = append(names, s.title)
	}
	return strconv.Itoa(len(all)) + " HPA over time: " + strings.Join(names, ", ") + ". The table of decisions has the numbers."
}
