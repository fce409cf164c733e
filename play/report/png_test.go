package report

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"example.com/metrics-lab/play/engine"
)

// TestPNGIsTheSameDrawing: each corner of a line of the SVG has the line's color in the PNG.
func TestPNGIsTheSameDrawing(t *testing.T) {
	t.Parallel()
	d := one(wave(t, ""))
	var vector, pixels, again bytes.Buffer
	for _, err := range []error{SVG(&vector, d), PNG(&pixels, d), PNG(&again, d)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(pixels.Bytes(), again.Bytes()) {
		t.Error("the same result gives other bytes")
	}
	picture, err := png.Decode(&pixels)
	if err != nil {
		t.Fatal(err)
	}
	if w := picture.Bounds().Dx(); w != pngScale*int(wide().width) {
		t.Errorf("the picture is %d pixels wide", w)
	}
	for i, key := range []string{"0 metric 0", "0 wanted"} {
		plot := drawn(t, vector.Bytes())[i]
		for _, p := range plot.points(t, key) {
			x := plot.Left + float64(p.at.Milliseconds())/plot.End*(plot.Right-plot.Left)
			y := plot.Bottom - (p.v-plot.Low)/(plot.High-plot.Low)*(plot.Bottom-plot.Top)
			if !colored(picture, int(x*pngScale), int(y*pngScale), color.RGBA{0x0a, 0x5c, 0xc2, 0xff}) {
				t.Fatalf("%s: there is no line at %.1f, %.1f (%s: %v)", key, x, y, p.at, p.v)
			}
		}
	}
}

// colored says whether a pixel has a color, or one beside it.
func colored(picture image.Image, x, y int, want color.RGBA) bool {
	for dx := -2; dx <= 2; dx++ {
		for dy := -2; dy <= 2; dy++ {
			if color.RGBAModel.Convert(picture.At(x+dx, y+dy)) == want {
				return true
			}
		}
	}
	return false
}

func TestPNGThatIsTooHigh(t *testing.T) {
	t.Parallel()
	r := wave(t, "")
	for range 100 {
		r.HPAs = append(r.HPAs, r.HPAs[0])
	}
	if err := PNG(&bytes.Buffer{}, one(&engine.Result{Duration: r.Duration, HPAs: r.HPAs})); err == nil {
		t.Error("no error")
	}
}
