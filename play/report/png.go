package report

import (
	"fmt"
	"io"

	"gonum.org/v1/plot/vg/vgimg"
)

const (
	pngScale = 2      // pixels of each unit of the drawing: sharp on the screens of today
	tallest  = 30_000 // pixels; more needs too much memory
)

// PNG writes the picture that SVG writes, in its light colors.
func PNG(w io.Writer, d Data) error {
	all, err := d.subjects()
	if err != nil {
		return err
	}
	l := wide()
	size := l.size(all)
	if size.y*pngScale > tallest {
		return fmt.Errorf("a PNG of %d HPAs would be %.0f pixels high, more than %d: write the page or an SVG instead", len(all), size.y*pngScale, tallest)
	}
	c, err := newPixels(size)
	if err != nil {
		return err
	}
	l.draw(c, all)
	if _, err := (vgimg.PngCanvas{Canvas: c.canvas}).WriteTo(w); err != nil {
		return fmt.Errorf("write the PNG: %w", err)
	}
	return nil
}
