package console

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestBuildInALog: one that is done soon says nothing, another one a line every five
// seconds.
func TestBuildInALog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		b := (&Console{out: &out}).NewBuild("the adapter")
		for second := range 12 {
			b.Compile(second, 20, 0, 1)
			if second == 4 && out.Len() > 0 {
				t.Errorf("after four seconds it says %q", out.String())
			}
			time.Sleep(time.Second) //nolint:forbidigo // in fake time
		}
		want := "    the adapter: compiled 5 of 20 packages (5.0s)\n    the adapter: compiled 10 of 20 packages (10.0s)\n"
		if out.String() != want {
			t.Errorf("it says %q, want %q", out.String(), want)
		}
		for line := range strings.Lines(out.String()) {
			if !IsPassing(strings.TrimSuffix(line, "\n")) {
				t.Errorf("%q does not count as a line that a terminal replaces", line)
			}
		}
	})
}

func TestSaid(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"linking":                                           said(0, 0, 0, 1),
		"compiled 3 of 85 packages":                         said(3, 85, 0, 1),
		"compiled 85 of 85 packages, linking":               said(85, 85, 0, 1),
		"linked 2 of 7 programs":                            said(0, 0, 2, 7),
		"compiled 9 of 10 packages, linked 0 of 7 programs": said(9, 10, 0, 7),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
