package e2e

import (
	"context"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

// inOrder runs features one after the other.
func inOrder(t *testing.T, features ...types.Feature) {
	t.Helper()
	testenv.Test(t, noted(features)...)
}

// sideBySide runs features at once: each has a namespace of its own.
func sideBySide(t *testing.T, features ...types.Feature) {
	t.Helper()
	testenv.TestInParallel(t, noted(features)...)
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
