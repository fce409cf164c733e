package report

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/play/engine"
)

func rendered(t *testing.T, d Data) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestPageNeedsNothingElse: it has the picture that SVG writes, and no address but the name of the SVG language.
func TestPageNeedsNothingElse(t *testing.T) {
	t.Parallel()
	d := one(wave(t, ""))
	page := rendered(t, d)
	var svg bytes.Buffer
	if err := SVG(&svg, d); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page, svg.String()) {
		t.Error("the page does not have the bytes of SVG in it")
	}
	if strings.Contains(strings.ReplaceAll(page, "http://www.w3.org/2000/svg", ""), "//www") || regexp.MustCompile(`(src|href)=|url\(|@import`).MatchString(page) {
		t.Error("the page refers to something else")
	}
	for _, part := range []string{"default-src &#39;none&#39;", hash(pageJS)[1:20], "replica-hours", "12m"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page does not have %q", part)
		}
	}
}

// TestPageIsSafe: names and reasons are words, whatever is in them.
func TestPageIsSafe(t *testing.T) {
	t.Parallel()
	const bad = `</script><script>alert("x")</script>&<b>`
	r := wave(t, "")
	r.HPAs[0].Metrics[0].Name = bad
	d := Data{Title: bad, Results: []Named{{bad, r}, {bad, wave(t, quickly)}}, Why: func(*engine.Played, int) string { return bad }}
	if page := rendered(t, d); strings.Contains(page, "<script>alert") || strings.Contains(page, "<b>") {
		t.Error("a name became a part of the page")
	}
}

// TestLongPlay: what is drawn and told of 90 days does not grow with them.
func TestLongPlay(t *testing.T) {
	t.Parallel()
	short := wave(t, "")
	long := &engine.Result{Duration: 90 * 24 * time.Hour}
	p := *short.HPAs[0]
	p.Samples, p.Decisions, p.Events = nil, nil, nil
	for start := time.Duration(0); start < long.Duration; start += short.Duration {
		for _, s := range short.HPAs[0].Samples {
			s.At += start
			p.Samples = append(p.Samples, s)
		}
		for _, d := range short.HPAs[0].Decisions {
			d.At += start
			p.Decisions = append(p.Decisions, d)
		}
	}
	long.HPAs = []*engine.Played{&p}
	began := time.Now()
	page := rendered(t, one(long))
	t.Logf("%d decisions: %d bytes in %s", len(p.Decisions), len(page), time.Since(began))
	if len(page) > 4<<20 {
		t.Errorf("a page of %d bytes", len(page))
	}
	if !strings.Contains(page, "The CSV has all.") || !strings.Contains(page, "The cursor stops at") {
		t.Error("the page does not say what it leaves out")
	}
}

func TestDataThatIsNotThere(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]Data{
		"no result": {}, "three": {Results: make([]Named, 3)}, "nil": {Results: make([]Named, 1)},
	} {
		if err := HTML(&bytes.Buffer{}, d); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	rendered(t, one(&engine.Result{HPAs: []*engine.Played{{Name: "empty"}}}))
	rendered(t, one(&engine.Result{}))
}
