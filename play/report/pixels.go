package report

import (
	"fmt"
	"image/color"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// pixelCanvas draws with vgimg, whose y grows upwards.
type pixelCanvas struct {
	canvas        *vgimg.Canvas
	height        float64
	regular, bold *opentype.Font
	styles        map[string]style
	colors        map[string]color.Color
}

func newPixels(size xy) (*pixelCanvas, error) {
	c := &pixelCanvas{
		canvas: vgimg.NewWith(vgimg.UseWH(vg.Length(size.x), vg.Length(size.y)), vgimg.UseDPI(72*pngScale)),
		height: size.y, styles: map[string]style{}, colors: map[string]color.Color{},
	}
	for _, s := range styles() {
		c.styles[s.class] = s
	}
	for _, one := range theme() {
		rgb := color.RGBA{A: 255}
		if _, err := fmt.Sscanf(one.light, "#%02x%02x%02x", &rgb.R, &rgb.G, &rgb.B); err != nil {
			return nil, fmt.Errorf("read the color %s: %w", one.name, err)
		}
		c.colors[one.name] = rgb
	}
	var err error
	if c.regular, err = opentype.Parse(goregular.TTF); err != nil {
		return nil, fmt.Errorf("read the font: %w", err)
	}
	if c.bold, err = opentype.Parse(gobold.TTF); err != nil {
		return nil, fmt.Errorf("read the bold font: %w", err)
	}
	return c, nil
}

// open and close mean nothing to pixels.
func (c *pixelCanvas) open(string, ...string) {}
func (c *pixelCanvas) close()                 {}

func (c *pixelCanvas) at(p xy) vg.Point {
	return vg.Point{X: vg.Length(p.x), Y: vg.Length(c.height - p.y)}
}

func (c *pixelCanvas) path(points []xy) (path vg.Path) {
	for i, p := range points {
		if i == 0 {
			path.Move(c.at(p))
		} else {
			path.Line(c.at(p))
		}
	}
	return path
}

func (c *pixelCanvas) line(class, _ string, lines [][]xy) {
	s := c.styles[class]
	c.canvas.SetColor(c.colors[s.stroke])
	c.canvas.SetLineWidth(vg.Length(s.width))
	dash := make([]vg.Length, len(s.dash))
	for i, length := range s.dash {
		dash[i] = vg.Length(length)
	}
	c.canvas.SetLineDash(dash, 0)
	for _, points := range lines {
		c.canvas.Stroke(c.path(points))
	}
}

func (c *pixelCanvas) area(class string, points []xy) {
	path := c.path(points)
	path.Close()
	c.canvas.SetColor(c.colors[c.styles[class].fill])
	c.canvas.Fill(path)
}

func (c *pixelCanvas) rect(class string, b box, _ string) {
	c.area(class, []xy{{b.x, b.y}, {b.x + b.w, b.y}, {b.x + b.w, b.y + b.h}, {b.x, b.y + b.h}})
}

func (c *pixelCanvas) text(class string, a anchor, at xy, words string) {
	s := c.styles[class]
	face := font.Face{Font: font.Font{Size: vg.Length(s.size)}, Face: c.regular}
	if s.bold {
		face.Face = c.bold
	}
	width := float64(face.Width(words))
	switch a {
	case middle:
		at.x -= width / 2
	case end:
		at.x -= width
	case start:
	}
	c.canvas.SetColor(c.colors[s.fill])
	c.canvas.FillString(face, c.at(at), words)
}
