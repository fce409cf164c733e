package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/play/engine"
)

// drawnPanel is what a picture says of a plot.
type drawnPanel struct {
	Left, Right, Top, Bottom, End, Low, High float64
	Series                                   map[string]string // path by key
}

var command = regexp.MustCompile(`([MLHV])([-0-9.]+)(?: ([-0-9.]+))?`)

// points turns a path back into moments and values.
func (d drawnPanel) points(t *testing.T, key string) (all []point) {
	t.Helper()
	var x, y float64
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range command.FindAllStringSubmatch(d.Series[key], -1) {
		switch c[1] {
		case "H":
			x = number(c[2])
		case "V":
			y = number(c[2])
		default:
			x, y = number(c[2]), number(c[3])
		}
		at := (x - d.Left) / (d.Right - d.Left) * d.End
		all = append(all, point{time.Duration(at * float64(time.Millisecond)), d.Low + (d.Bottom-y)/(d.Bottom-d.Top)*(d.High-d.Low)})
	}
	if len(all) == 0 {
		t.Fatalf("nothing is drawn of %q; there is %v", key, d.Series)
	}
	return all
}

// has fails unless each point of the data is drawn where it belongs, to half a pixel of a hundred.
func (d drawnPanel) has(t *testing.T, key string, want []point) {
	t.Helper()
	got := d.points(t, key)
	for _, w := range want {
		if math.IsNaN(w.v) {
			continue
		}
		near := math.Inf(1)
		for _, g := range got {
			near = min(near, math.Abs(float64(g.at-w.at))/1e6/d.End*(d.Right-d.Left)+math.Abs(g.v-w.v)/(d.High-d.Low)*(d.Bottom-d.Top))
		}
		if near > 0.02 {
			t.Fatalf("%s: %v at %s is drawn %.3f pixels away", key, w.v, w.at, near)
		}
	}
}

// drawn reads the plots of a picture.
func drawn(t *testing.T, svg []byte) (all []drawnPanel) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		a := map[string]string{}
		for _, attribute := range e.Attr {
			a[attribute.Name.Local] = attribute.Value
		}
		if a["class"] == "panel" {
			d := drawnPanel{Series: map[string]string{}}
			if _, err := fmt.Sscan(strings.Join([]string{a["data-left"], a["data-right"], a["data-top"], a["data-bottom"], a["data-end"], a["data-low"], a["data-high"]}, " "),
				&d.Left, &d.Right, &d.Top, &d.Bottom, &d.End, &d.Low, &d.High); err != nil {
				t.Fatal(err)
			}
			all = append(all, d)
		}
		if key := a["data-series"]; key != "" {
			all[len(all)-1].Series[key] = a["d"]
		}
	}
}

// expected are the lines of each plot of the queue, by its place.
func expected(r *engine.Result) []map[string][]point {
	p := r.HPAs[0]
	return []map[string][]point{
		{"0 load": sampled(p, load), "0 served": sampled(p, served)}, {"0 backlog": sampled(p, backlog)},
		{"0 metric 0": measured(p, 0)}, {"0 metric 1": measured(p, 1)},
		{"0 wanted": sampled(p, wanted), "0 existing": sampled(p, existing), "0 ready": sampled(p, ready)},
	}
}

// TestDrawnPointsAreTheData: of a play that is thinned, what is left; and always the extremes.
func TestDrawnPointsAreTheData(t *testing.T) {
	t.Parallel()
	r := crowd(t, "")
	var b bytes.Buffer
	if err := SVG(&b, one(r)); err != nil {
		t.Fatal(err)
	}
	plots := drawn(t, b.Bytes())
	if len(plots) != len(expected(r)) {
		t.Fatalf("want %d plots, got %d", len(expected(r)), len(plots))
	}
	for i, lines := range expected(r) {
		for key, points := range lines {
			plots[i].has(t, key, thin(points, r.Duration, wide().columns()))
		}
	}
}

func TestSameBytes(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]Data{
		"compared": two(wave(t, ""), wave(t, quickly)), "an outage": one(outage(t)), "a day": one(day(t)),
	} {
		for form, write := range map[string]func(io.Writer, Data) error{"HTML": HTML, "SVG": SVG} {
			var first, second bytes.Buffer
			if err := errors.Join(write(&first, d), write(&second, d)); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Errorf("%s of %s: the same result gives other bytes", form, name)
			}
		}
	}
}
