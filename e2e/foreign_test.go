package e2e

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/lifecycle"
)

// foreignAPIService is of a version that nobody asks for.
const foreignAPIService = "v1alpha9.external.metrics.k8s.io"

// foreignAdapter: when somebody has installed another adapter in the lab, `lab up` and `lab down` name it and change nothing.
func foreignAdapter(objects []*unstructured.Unstructured) types.Feature {
	const served = foreignAPIService + " is served by keda/keda-operator-metrics-apiserver"
	var written map[string]any
	var processes []string
	refused := func(t *testing.T, err error) {
		t.Helper()
		if !errors.Is(err, lifecycle.ErrForeign) || !strings.Contains(err.Error(), served) {
			t.Errorf("got %v, want that %s", err, served)
		}
	}
	return features.New("another adapter in the lab").
		WithSetup("KEDA is registered", registerForeign).
		WithSetup("what there is", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			written, processes = contents(ctx, t, cfg, objects), adapterProcesses(ctx, t, cfg)
			return ctx
		}).
		Assess("lab up refuses", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			refused(t, provider.Repair(ctx))
			return ctx
		}).
		Assess("lab down refuses", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			_, err := lifecycle.Down(ctx, provider.Lab().Name, console.New(os.Stderr))
			refused(t, err)
			return ctx
		}).
		Assess("lab status says so", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			status, err := lifecycle.Look(ctx, provider.Lab().Name)
			if err != nil || !slices.ContainsFunc(status.Problems, func(problem string) bool { return strings.HasPrefix(problem, served) }) {
				t.Errorf("got %+v, %v, want that %s", status, err, served)
			}
			return ctx
		}).
		Assess("nothing was changed", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			if diff := cmp.Diff(written, contents(ctx, t, cfg, objects)); diff != "" {
				t.Errorf("objects (-before +after):\n%s", diff)
			}
			if diff := cmp.Diff(processes, adapterProcesses(ctx, t, cfg)); diff != "" {
				t.Errorf("adapter (-before +after):\n%s", diff)
			}
			apiService(ctx, t, cfg, foreignAPIService)
			return ctx
		}).
		Assess("without it lab up works", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			removeForeign(ctx, t, cfg)
			if err := provider.Repair(ctx); err != nil {
				t.Error(err)
			}
			return ctx
		}).
		WithTeardown("the other adapter", removeForeign).
		Feature()
}

func registerForeign(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	t.Helper()
	version, group, _ := strings.Cut(foreignAPIService, ".")
	_, err := registrations(t, cfg).Create(ctx, &apiregistrationv1.APIService{
		ObjectMeta: metav1.ObjectMeta{Name: foreignAPIService},
		Spec: apiregistrationv1.APIServiceSpec{
			Group: group, Version: version, GroupPriorityMinimum: 100, VersionPriority: 1,
			Service: &apiregistrationv1.ServiceReference{Namespace: "keda", Name: "keda-operator-metrics-apiserver"},
		},
	}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

func removeForeign(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	t.Helper()
	if err := registrations(t, cfg).Delete(ctx, foreignAPIService, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
		t.Error(err)
	}
	return ctx
}
