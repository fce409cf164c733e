package report

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/metrics-lab/play/engine"
)

func text(t *testing.T, d Data, o TextOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextFits(t *testing.T) {
	t.Parallel()
	escapes := regexp.MustCompile("\x1b\\[[0-9]*m")
	w, two := one(wave(t, "")), two(crowd(t, ""), crowd(t, quickly))
	for _, width := range []int{0, 40, 80, 200} {
		for _, d := range []Data{w, two} {
			plain := text(t, d, TextOptions{Width: width})
			if strings.Contains(plain, "\x1b") {
				t.Error("there is an escape sequence without color")
			}
			if colored := text(t, d, TextOptions{Width: width, Color: true}); escapes.ReplaceAllString(colored, "") != plain || colored == plain {
				t.Error("with color, the letters are others")
			}
			for line := range strings.Lines(plain) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > max(width, 40) && (width > 0 || n > 80) {
					t.Errorf("at %d, a line of %d: %s", width, n, line)
				}
			}
		}
	}
	if n := strings.Count(text(t, w, TextOptions{}), "\n"); n > 24 {
		t.Errorf("an HPA of one metric needs %d lines of a terminal of 24", n)
	}
}

// TestTextSaysHow: what a tired person looks for.
func TestTextSaysHow(t *testing.T) {
	t.Parallel()
	got := text(t, one(outage(t)), TextOptions{Width: 100})
	for _, part := range []string{"target 100", "max 12", "█ FailedGetPodsMetric", "! warning", "replica-hours", "failed looks", "30m"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is missing:\n%s", part, got)
		}
	}
}

// TestCSVHasAll: each sample and each decision is a row, with its values.
func TestCSVHasAll(t *testing.T) {
	t.Parallel()
	r := crowd(t, "")
	d := one(r)
	d.Why = func(p *engine.Played, n int) string { return "because, " + p.Name + strconv.Itoa(n) }
	var b bytes.Buffer
	if err := CSV(&b, d); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	p, n, samples, before := r.HPAs[0], 0, 0, -1.0
	for _, row := range rows[1:] {
		at, err := strconv.ParseFloat(row[column["seconds"]], 64)
		if err != nil || at < before {
			t.Fatalf("%v after %v (%v)", at, before, err)
		}
		before = at
		if row[column["row"]] == "sample" {
			if row[column["backlog"]] != number(backlog(p.Samples[samples])) {
				t.Fatalf("sample %d: %q", samples, row)
			}
			samples++
			continue
		}
		if row[column["value2"]] != number(float64(*p.Decisions[n].Metrics[1].Value)/1000) || row[column["desired"]] != count(p.Decisions[n].Desired) ||
			row[column["why"]] != d.Why(p, n) || row[column["target2"]] != "500" {
			t.Fatalf("decision %d: %q", n, row)
		}
		n++
	}
	if samples != len(p.Samples) || n != len(p.Decisions) {
		t.Errorf("%d samples of %d, %d decisions of %d", samples, len(p.Samples), n, len(p.Decisions))
	}
}
