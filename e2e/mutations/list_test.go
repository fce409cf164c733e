package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMutationsAreUpToDate, so that it is not noticed only when they are run.
func TestMutationsAreUpToDate(t *testing.T) {
	t.Parallel()
	for _, m := range mutations() {
		data, err := os.ReadFile(filepath.Join("../..", m.file))
		if err != nil {
			t.Error(err)
			continue
		}
		if n := strings.Count(string(data), m.from); n != 1 {
			t.Errorf("%s: %q is %d times in %s", m.what, m.from, n, m.file)
		}
	}
}

func TestFailed(t *testing.T) {
	t.Parallel()
	output := "--- FAIL: TestA (1s)\n    --- FAIL: TestA/x (1s)\n        --- FAIL: TestA/x/y (0s)\n    --- PASS: TestA/z (1s)\n--- FAIL: TestB (1s)\n"
	if got := strings.Join(failed([]byte(output)), " "); got != "TestA/x/y TestB" {
		t.Errorf("want the innermost ones, got %s", got)
	}
}
