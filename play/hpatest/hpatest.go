// Package hpatest has `go test` play scenarios: the tests of scenario files, as `lab play` does, or plays that are built in Go.
//
//	func TestHPAs(t *testing.T) { hpatest.Scenarios(t, "scenarios") }
package hpatest

import (
	"testing"

	"example.com/metrics-lab/play/engine"
	"example.com/metrics-lab/play/scenario"
	"example.com/metrics-lab/play/why"
)

// Scenarios plays all tests of scenario files, and of those in folders and below: a subtest each, with a subtest for each
// expectation. A file that is wrong fails the test.
func Scenarios(t *testing.T, paths ...string) {
	t.Helper()
	files, err := scenario.Find(paths)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		file, err := scenario.Load(path)
		if err != nil {
			t.Error(err)
			continue
		}
		for i := range file.Tests {
			test := &file.Tests[i]
			t.Run(test.Name, func(t *testing.T) {
				t.Parallel()
				check(t, test)
			})
		}
	}
}

// check plays one test.
func check(t *testing.T, test *scenario.Test) {
	t.Helper()
	result := Play(t, test.Input)
	for _, expected := range test.Expect {
		t.Run(expected.Name, func(t *testing.T) {
			if f := expected.Check(result); f != nil {
				t.Errorf("%s\n%s", f, why.Last(result.HPA(f.Namespace, f.HPA), f.At))
			}
		})
	}
}

// Play plays an input, and fails nothing: look at the result.
func Play(t *testing.T, in engine.Input) *engine.Result {
	t.Helper()
	return engine.Play(t, in, nil)
}
