package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestGoesOn: a command that says something is left alone, one that is silent is not.
func TestGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		s := &said{out: &out, last: time.Now()}
		done := make(chan struct{})
		go s.goesOn(done)
		for range 7 {
			time.Sleep(time.Second) //nolint:forbidigo // in fake time
			_, _ = s.Write([]byte("ok\n"))
		}
		time.Sleep(14 * time.Second) //nolint:forbidigo // in fake time
		close(done)
		synctest.Wait()
		want := strings.Repeat("ok\n", 7) + "    it goes on (nothing new for 8s)\n    it goes on (nothing new for 13s)\n"
		if out.String() != want {
			t.Errorf("got %q, want %q", out.String(), want)
		}
	})
}

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := run([]string{"sh", "-c", "echo out; echo err >&2"}, &out); err != nil || out.String() != "out\nerr\n" {
		t.Errorf("got %q, %v", out.String(), err)
	}
	if err := run([]string{"sh", "-c", "exit 3"}, &out); err == nil || err.Error() != "sh: exit status 3" {
		t.Errorf("got %v, want exit status 3", err)
	}
}
