package e2e

import (
	"context"
	"runtime"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/lifecycle"
)

// inOrder runs features one after the other.
func inOrder(t *testing.T, features ...types.Feature) {
	t.Helper()
	testenv.Test(t, begunBy(note, features)...)
}

// sideBySide runs features at once: each has a namespace of its own. There are as many
// at a time as the machine carries.
func sideBySide(t *testing.T, features ...types.Feature) {
	t.Helper()
	perCPU := 8 // on the embedded cluster they mostly wait
	if provider.Kind() == lifecycle.Kind {
		perCPU = 3 // and here they start pods
	}
	places := make(chan struct{}, perCPU*runtime.NumCPU())
	testenv.TestInParallel(t, begunBy(func(t *testing.T) {
		t.Helper()
		places <- struct{}{}
		t.Cleanup(func() { <-places })
		note(t)
	}, features)...)
}

// note has the journal say when a feature begins, and how it ends.
func note(t *testing.T) {
	t.Helper()
	notes.Test(t)
}

// begunBy has something done before each feature.
func begunBy(begin func(*testing.T), features []types.Feature) []types.Feature {
	all := make([]types.Feature, 0, len(features))
	for _, feature := range features {
		all = append(all, begunFeature{feature, begin})
	}
	return all
}

type begunFeature struct {
	types.Feature
	begin func(*testing.T)
}

func (f begunFeature) Steps() []types.Step {
	return append([]types.Step{beginStep{f.begin}}, f.Feature.Steps()...)
}

// beginStep comes before a feature's own setup, so that what it leaves for the end is
// done when everything else has ended.
type beginStep struct{ begin func(*testing.T) }

func (beginStep) Name() string       { return "begin" }
func (beginStep) Level() types.Level { return types.LevelSetup }

func (s beginStep) Func() types.StepFunc {
	return func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
		t.Helper()
		s.begin(t)
		return ctx
	}
}
