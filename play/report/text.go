package report

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// TextOptions are those of a terminal.
type TextOptions struct {
	// Width is in letters; 0 means 80, and less than 40 is not enough.
	Width int
	// Color says whether escape sequences for colors may be written. Nothing is told by color alone.
	Color bool
}

const (
	textHeight = 24 // of a terminal: one HPA of one metric fits
	textMargin = 8  // for the numbers of an axis
	leastRows  = 4  // of a plot
)

// Text writes a chart of each HPA for a terminal, or for a pipe.
func Text(w io.Writer, d Data, o TextOptions) error {
	all, err := d.subjects()
	if err != nil {
		return err
	}
	if o.Width == 0 {
		o.Width = 80
	}
	t := &terminal{width: max(o.Width, 40), color: o.Color}
	for i, s := range all {
		if i > 0 {
			t.b.WriteString("\n")
		}
		t.subject(s)
	}
	if _, err := io.WriteString(w, t.b.String()); err != nil {
		return fmt.Errorf("write the chart: %w", err)
	}
	return nil
}

func (t *terminal) subject(s subject) {
	for _, r := range s.runs {
		name := s.title
		if s.compared() {
			name += " " + r.name
		}
		t.say(bold, fmt.Sprintf("%s, %s: %s with %d to %d replicas", name, moment(s.end), r.Target, r.Min, r.Max))
		t.say("", t.summary(summarize(r.Played)))
	}
	rows := t.rows(s)
	for _, p := range s.panels {
		t.plot(s, p, rows)
	}
	t.axis(s.end)
	t.bands(s)
}

func (*terminal) summary(s summary) string {
	all := fmt.Sprintf("%s replica-hours, %d to %d replicas, %s, %s", rounded(s.replicaHours), s.lowest, s.highest,
		several(s.rescales, "rescale"), several(s.turns, "direction change"))
	if s.failures > 0 {
		all += ", " + several(s.failures, "failed look")
	}
	return all
}

func several(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// rows are those of each plot, so that all fits on a screen if it can.
func (t *terminal) rows(s subject) int {
	rest := textHeight - 2*len(s.runs) - 2 - t.bandLines(s)
	return max(leastRows, rest/max(1, len(s.panels))-1)
}

func (t *terminal) axis(end time.Duration) {
	line, words := []rune(strings.Repeat("─", t.columns())), []rune(strings.Repeat(" ", t.columns()+textMargin))
	free := 0
	for _, at := range timeTicks(end, t.columns()/9) {
		column := min(columnOf(at, end, t.columns()), t.columns()-1)
		line[column] = '┴'
		word := moment(at)
		from := min(textMargin+column, t.width-utf8.RuneCountInString(word))
		if from >= free {
			free = from + copy(words[from:], []rune(word)) + 1
		}
	}
	t.b.WriteString(t.paint(faint, strings.Repeat(" ", textMargin-1)+"└"+string(line)) + "\n")
	t.b.WriteString(strings.TrimRight(string(words), " ") + "\n")
}
