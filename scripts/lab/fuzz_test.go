package main

import (
	"io"
	"os"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/console"
)

// FuzzSet: whatever is typed after lab set and lab unset, where there is no lab, gets one line; but help does.
func FuzzSet(f *testing.F) {
	for _, seed := range []string{
		"pods/web-1 m 40", "pods/web-1 m -3", "--external depth 40 --labels a=b", "nodes/a m -1 -n", "-h", "--", "-- -- --", "-0", "-1 -2 -3", "--labels", "--name \x00", "--name ../..",
		"-n a\nb pods/a m 1", "--labels=a=b,,", "--external=x", "--namespace= a/b m 1", "-x", "---", "\u00e9/\u00e9 \u00e9 \u00e9", "pods/a m 1e999999999", "--allow-negative -.5",
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Setenv("HOME", f.TempDir())
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = nowhere.Close() })
	f.Fuzz(func(t *testing.T, line string, set bool) {
		command := "unset"
		if set {
			command = "set"
		}
		cmd := newCommand(console.New(nowhere))
		cmd.SetOut(io.Discard)
		cmd.SetErr(io.Discard)
		cmd.SetArgs(append([]string{command}, strings.Split(line, " ")...))
		if err := cmd.ExecuteContext(t.Context()); err != nil && (err.Error() == "" || strings.ContainsAny(err.Error(), "\n\r")) {
			t.Errorf("want one line, got %q", err)
		}
	})
}
