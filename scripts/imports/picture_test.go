package main

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPicture: the README's map shows the code as it is.
func TestPicture(t *testing.T) {
	t.Parallel()
	all, err := listed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	want, err := withPicture(string(page), picture(all))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(page)); diff != "" {
		t.Errorf("the README shows another picture: type make generate (-want +got):\n%s", diff)
	}
}

// TestPictureLeavesOut: an arrow that follows from two others, one within a room, and
// what tests import.
func TestPictureLeavesOut(t *testing.T) {
	t.Parallel()
	got := picture(imports{
		code: map[string][]string{
			"scripts/lab": {"lab/state", "lab/host/wait"}, "lab/state": {"lab/host/wait"}, "lab/host/wait": {"lab/host/process"},
		},
		tests: map[string][]string{"lab/host/wait": {"lab/state"}},
	})
	if diff := cmp.Diff("flowchart TD\n  lab/state --> lab/host\n  scripts --> lab/state\n", got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
