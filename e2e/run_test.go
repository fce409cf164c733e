package e2e

import (
	"context"
	"runtime"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/scripts/lab/lab"
)

// inOrder runs features one after the other.
func inOrder(t *testing.T, features ...types.Feature) {
	t.Helper()
	testenv.Test(t, noted(features)...)
}

// sideBySide runs features at once: each has a namespace of its own. There are as many
// at a time as the machine carries.
func sideBySide(t *testing.T, features ...types.Feature) {
	t.Helper()
	perCPU := 8 // on the embedded cluster they mostly wait
	if provider.Kind() == lab.Kind {
		perCPU = 3 // and here they start pods
	}
	places := make(chan struct{}, perCPU*runtime.NumCPU())
	all := noted(features)
	for i, feature := range all {
		all[i] = placedFeature{feature, places}
	}
	testenv.TestInParallel(t, all...)
}

// placedFeature takes one of the places before its first step, and gives it back after
// its last.
type placedFeature struct {
	types.Feature
	places chan struct{}
}

func (f placedFeature) Steps() []types.Step {
	return append([]types.Step{placeStep{f.places}}, f.Feature.Steps()...)
}

type placeStep struct{ places chan struct{} }

func (placeStep) Name() string       { return "place" }
func (placeStep) Level() types.Level { return types.LevelSetup }

func (s placeStep) Func() types.StepFunc {
	return func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
		s.places <- struct{}{}
		t.Cleanup(func() { <-s.places })
		return ctx
	}
}

// noted has the journal say when each feature begins, and how it ends.
func noted(features []types.Feature) []types.Feature {
	all := make([]types.Feature, 0, len(features))
	for _, feature := range features {
		all = append(all, notedFeature{feature})
	}
	return all
}

type notedFeature struct{ types.Feature }

func (f notedFeature) Steps() []types.Step {
	return append([]types.Step{noteStep{}}, f.Feature.Steps()...)
}

// noteStep comes before a feature's own setup, so that its note on the end
// comes when everything else has ended.
type noteStep struct{}

func (noteStep) Name() string       { return "note" }
func (noteStep) Level() types.Level { return types.LevelSetup }

func (noteStep) Func() types.StepFunc {
	return func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
		notes.Test(t)
		return ctx
	}
}
