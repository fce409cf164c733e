package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"example.com/metrics-lab/play/engine"
)

func because(p *engine.Played, n int) string {
	d := p.Decisions[n]
	if d.Desired == d.Current {
		return ""
	}
	return fmt.Sprintf("The metrics ask for %s replicas; the behavior allows %d at once.", proposal(d.Proposed), d.Desired)
}

// renamed is a result with one HPA more, which another result does not have.
func renamed(r *engine.Result) *engine.Result {
	p := *r.HPAs[0]
	p.Name = "another"
	r.HPAs = append(r.HPAs, &p)
	return r
}

// TestPageInABrowser: on the screens of readers, nothing fails, nothing is fetched, nothing must be scrolled sideways, and the
// colors are those of the theme.
func TestPageInABrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	explained := one(crowd(t, ""))
	explained.Why = because
	for _, row := range []struct {
		screen
		data Data
	}{
		{screen{name: "laptop", width: 1366, height: 768}, explained},
		{screen{name: "laptop-dark", width: 1366, height: 768, dark: true}, one(outage(t))},
		{screen{name: "phone", width: 390, height: 844, still: true}, explained},
		{screen{name: "phone-dark", width: 390, height: 844, dark: true}, two(wave(t, ""), wave(t, quickly))},
		{screen{name: "projector", width: 1920, height: 1080}, one(wave(t, ""))},
		{screen{name: "compare", width: 1366, height: 768}, two(crowd(t, ""), crowd(t, quickly))},
		{screen{name: "nothing", width: 1366, height: 768}, one(&engine.Result{HPAs: []*engine.Played{{Name: "empty"}}})},
		{screen{name: "two HPAs", width: 1366, height: 768}, two(wave(t, ""), renamed(wave(t, "")))},
		{screen{name: "day", width: 1366, height: 768}, one(day(t))},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := open(t, row.data, row.screen)
			photograph(t, b, row.name)
			if wide := ask[int64](t, b, `document.documentElement.scrollWidth`); wide > row.width {
				t.Errorf("the page is %d pixels wide on a screen of %d", wide, row.width)
			}
			want := map[bool]string{false: "rgb(255, 255, 255)", true: "rgb(20, 24, 29)"}[row.dark]
			if got := ask[string](t, b, `getComputedStyle(document.body).backgroundColor`); got != want {
				t.Errorf("the background is %s, want %s", got, want)
			}
			if small := ask[float64](t, b, `Math.min(...[...document.querySelectorAll("svg text")].filter(e => e.getBoundingClientRect().width > 0)
				.map(e => parseFloat(getComputedStyle(e).fontSize) * e.ownerSVGElement.getBoundingClientRect().width / e.ownerSVGElement.viewBox.baseVal.width))`); small < 11 {
				t.Errorf("there is text of %.1f pixels", small)
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			if len(b.problems) > 0 || len(b.requests) != 1 || !strings.HasPrefix(b.requests[0], "file://") {
				t.Errorf("problems %q, requests %q", b.problems, b.requests)
			}
		})
	}
}

// TestPointsInABrowser: what the browser draws are the numbers of the result.
func TestPointsInABrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	r := crowd(t, "")
	b := open(t, one(r), screen{width: 1366, height: 768})
	plots := ask[[]drawnPanel](t, b, `[...document.querySelectorAll("svg.wide .panel")].map(e => ({
		Left: +e.dataset.left, Right: +e.dataset.right, Top: +e.dataset.top, Bottom: +e.dataset.bottom, End: +e.dataset.end, Low: +e.dataset.low, High: +e.dataset.high,
		Series: Object.fromEntries([...e.querySelectorAll("[data-series]")].filter(p => p.getTotalLength() > 0 && getComputedStyle(p).stroke != "none")
			.map(p => [p.dataset.series, p.getAttribute("d")]))}))`)
	for i, lines := range expected(r) {
		for key, points := range lines {
			plots[i].has(t, key, thin(points, r.Duration, wide().columns()))
		}
	}
}

// TestCursor: keys and the pointer show the numbers of a decision.
func TestCursor(t *testing.T) {
	t.Parallel()
	chromium(t)
	r := crowd(t, "")
	p := r.HPAs[0]
	b := open(t, one(r), screen{width: 1366, height: 768})
	changes := 0 // the first one after the start that the table has
	for n := len(p.Decisions) - 1; n > 0; n-- {
		if telling(p, n) {
			changes = n
		}
	}
	last := len(p.Decisions) - 1
	for _, step := range []struct {
		keys string
		want int
	}{{kb.Tab, 0}, {strings.Repeat(kb.ArrowRight, 22), 22}, {kb.ArrowLeft, 21}, {kb.End, last}, {kb.ArrowRight, last}, {kb.Home, 0}, {kb.PageDown, changes}, {kb.PageUp, 0}} {
		if err := chromedp.Do(b, chromedp.KeyEvent(step.keys)); err != nil {
			t.Fatal(err)
		}
		shows(t, b, p, step.want)
	}
	at := time.Duration(float64(p.Decisions[30].At) * 1.001)
	x := ask[float64](t, b, fmt.Sprintf(`(() => { const s = document.querySelector("svg.wide"), r = s.getBoundingClientRect(), d = s.querySelector(".panel").dataset
		return r.left + (+d.left + %d / d.end * (d.right - d.left)) * r.width / s.viewBox.baseVal.width })()`, at.Milliseconds()))
	if err := chromedp.Do(b, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x+1, 500)); err != nil {
		t.Fatal(err)
	}
	shows(t, b, p, 30)
}

// shows fails unless the page shows the numbers of a decision, to those who see it and to those who hear it.
func shows(t *testing.T, b *tab, p *engine.Played, n int) {
	t.Helper()
	d := p.Decisions[n]
	if got := ask[string](t, b, `document.querySelector(".at").textContent`); got != moment(d.At) {
		t.Fatalf("it shows %s, want decision %d at %s", got, n, moment(d.At))
	}
	got := ask[string](t, b, `document.querySelector(".numbers").textContent.replace(/\s+/g, " ")`)
	spoken := ask[string](t, b, `document.querySelector("[role=slider]").getAttribute("aria-valuetext")`)
	for _, part := range []string{"http_requests " + reading(p.Metrics[0], d.Metrics[0]), "queue_length " + reading(p.Metrics[1], d.Metrics[1]), "together " + proposal(d.Proposed)} {
		if !strings.Contains(spoken, part) || !strings.Contains(got, strings.ReplaceAll(part, " ", "")) {
			t.Errorf("decision %d: %q is neither in %q nor in %q", n, part, got, spoken)
		}
	}
}
