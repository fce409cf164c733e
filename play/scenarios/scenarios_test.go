// Package scenarios is a library of scenarios to learn from: README.md.
package scenarios

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metrics-lab/play/hpatest"
	"example.com/metrics-lab/play/report"
	"example.com/metrics-lab/play/scenario"
)

var update = flag.Bool("update", false, "draw the pictures anew")

// TestAsTheySay: what the scenarios expect is what they teach.
func TestAsTheySay(t *testing.T) {
	t.Parallel()
	hpatest.Scenarios(t, ".")
}

// TestPictures: they are those of the scenarios, and README.md shows each. `go test ./scenarios -update` draws them.
func TestPictures(t *testing.T) {
	t.Parallel()
	files, err := scenario.Find([]string{"."})
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		folder := filepath.Dir(path)
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			for _, link := range []string{"(" + folder + "/scenario.yaml)", "(" + folder + "/picture.png)"} {
				if !strings.Contains(string(readme), link) {
					t.Errorf("README.md does not have %s", link)
				}
			}
			drawn := draw(t, path)
			picture := filepath.Join(folder, "picture.png")
			if *update {
				if err := os.WriteFile(picture, drawn, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			kept, err := os.ReadFile(picture)
			if err != nil {
				t.Fatal(err)
			}
			if !same(t, drawn, kept) {
				t.Errorf("%s is not what is drawn now: go test ./scenarios -update", picture)
			}
		})
	}
}

// draw plays a scenario.
func draw(t *testing.T, path string) []byte {
	t.Helper()
	file, err := scenario.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	test := file.Tests[0]
	var drawn bytes.Buffer
	result := hpatest.Play(t, test.Input)
	if err := report.PNG(&drawn, report.Data{Title: test.Name, Results: []report.Named{{Result: result}}}); err != nil {
		t.Fatal(err)
	}
	return drawn.Bytes()
}

// same compares what is seen: a new version of Go may compress it otherwise.
func same(t *testing.T, a, b []byte) bool {
	t.Helper()
	one, other := decode(t, a), decode(t, b)
	if one.Bounds() != other.Bounds() {
		return false
	}
	for y := one.Bounds().Min.Y; y < one.Bounds().Max.Y; y++ {
		for x := one.Bounds().Min.X; x < one.Bounds().Max.X; x++ {
			if one.At(x, y) != other.At(x, y) {
				return false
			}
		}
	}
	return true
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	decoded, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}
