package provider_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/provider"
	"example.com/metrics-lab/adapter/source"
)

// values is a source of requests of pods, by the pods' names.
func values(written map[string]string) *backend {
	b := failing(nil)
	b.samples = make(map[string]source.Sample)
	for name, value := range written {
		b.samples[name] = source.Sample{Value: resource.MustParse(value), Labels: labels.Set{"value": value}}
	}
	return b
}

// failing is a source of requests of pods that answers an error.
func failing(err error) *backend {
	return &backend{metrics: []source.Metric{namespaced(pods, "requests")}, err: err}
}

// newPods has three pods, and sources of their requests.
func newPods(sources ...*backend) *provider.Provider {
	return newProvider(&cluster{objects: map[types.NamespacedName]labels.Set{shop("web-0"): {}, shop("web-1"): {}, shop("web-2"): {}}}, sources...)
}

var requests = metricsprovider.CustomMetricInfo{GroupResource: pods, Namespaced: true, Metric: "requests"}

// ofOne is what a client gets for web-0: a value, or what the error says.
func ofOne(t *testing.T, p *provider.Provider, selector string) string {
	t.Helper()
	value, err := p.GetMetricByName(t.Context(), shop("web-0"), requests, parse(t, selector))
	if err != nil {
		return refusalOf(t, err).Message
	}
	return value.Value.String()
}

// ofAll is what a client gets for all pods: values by their names, or what the error says.
func ofAll(t *testing.T, p *provider.Provider, selector string) (got map[string]string, message string) {
	t.Helper()
	list, err := p.GetMetricBySelector(t.Context(), "shop", labels.Everything(), requests, parse(t, selector))
	if err != nil {
		return nil, refusalOf(t, err).Message
	}
	got = make(map[string]string)
	for _, value := range list.Items {
		got[value.DescribedObject.Name] = value.Value.String()
	}
	return got, ""
}

func TestSourcesOfOneMetric(t *testing.T) {
	t.Parallel()
	const (
		noSample  = "metric requests has no sample of pods shop/web-0, or none that is recent enough"
		noSamples = "metric requests has no sample of pods shop/*, or none that is recent enough"
		injected  = "Too many requests: injected"
		failed    = "Internal error occurred: the source of metric requests failed; the log of the adapter says why"
	)
	ones, twos := map[string]string{"web-0": "1", "web-1": "1", "web-2": "1"}, map[string]string{"web-0": "2", "web-1": "2", "web-2": "2"}
	missing := values(map[string]string{"web-1": "1"})
	missing.samples["web-0"] = source.Sample{Missing: true}
	ofErrors := failing(errDown)
	ofErrors.metrics = []source.Metric{namespaced(pods, "errors")}

	for _, test := range []struct {
		name     string
		sources  []*backend
		selector string // of samples
		wantOne  string // by name
		want     map[string]string
		wantErr  string
	}{
		{name: "the first that has a value answers", sources: []*backend{values(ones), values(twos)}, wantOne: "1", want: ones},
		{name: "in their order", sources: []*backend{values(twos), values(ones)}, wantOne: "2", want: twos},
		{
			name: "the next ones answer for the rest",
			sources: []*backend{
				values(map[string]string{"web-1": "1"}),
				values(map[string]string{"web-1": "2", "web-2": "2"}),
				values(map[string]string{"web-0": "3", "web-1": "3", "web-2": "3"}),
			},
			wantOne: "3", want: map[string]string{"web-0": "3", "web-1": "1", "web-2": "2"},
		},
		{name: "one that has other objects only", sources: []*backend{values(map[string]string{"db-0": "1"}), values(twos)}, wantOne: "2", want: twos},
		{
			name:    "one that says so of all objects",
			sources: []*backend{failing(fmt.Errorf("not scraped: %w", source.ErrUnknownMetric)), values(twos)},
			wantOne: "2", want: twos,
		},
		{name: "one that has another metric is not asked", sources: []*backend{ofErrors, values(twos)}, wantOne: "2", want: twos},
		{name: "none has a value", sources: []*backend{values(nil), values(nil)}, wantOne: noSample, want: map[string]string{}},
		{
			name:    "all say so of all objects",
			sources: []*backend{failing(source.ErrUnknownMetric), failing(source.ErrUnknownMetric)},
			wantOne: noSample, wantErr: noSamples,
		},
		{name: "missing stays missing", sources: []*backend{missing, values(twos)}, wantOne: noSample, want: map[string]string{"web-1": "1", "web-2": "2"}},
		{name: "no sample is an answer", sources: []*backend{failing(source.ErrNoSample), values(twos)}, wantOne: noSample, wantErr: noSamples},
		{
			name:    "an injected error is an answer",
			sources: []*backend{failing(apierrors.NewTooManyRequestsError("injected")), values(twos)},
			wantOne: injected, wantErr: injected,
		},
		{name: "a failure is an answer", sources: []*backend{failing(errDown), values(twos)}, wantOne: failed, wantErr: failed},
		{name: "a failure for the rest is one for all", sources: []*backend{values(map[string]string{"web-0": "1"}), failing(errDown)}, wantOne: "1", wantErr: failed},
		{name: "one that need not be asked may fail", sources: []*backend{values(ones), failing(errDown)}, wantOne: "1", want: ones},
		{
			name: "labels of samples do not choose the source", sources: []*backend{values(map[string]string{"web-0": "1"}), values(twos)}, selector: "value=2",
			wantOne: `metric requests has no sample of pods shop/web-0 that matches the metric label selector "value=2"`,
			want:    map[string]string{"web-1": "2", "web-2": "2"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newPods(test.sources...)
			if diff := cmp.Diff(test.wantOne, ofOne(t, p, test.selector)); diff != "" {
				t.Errorf("by name (-want +got):\n%s", diff)
			}
			got, err := ofAll(t, p, test.selector)
			if diff := cmp.Diff(test.wantErr, err); diff != "" {
				t.Errorf("error by selector (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("by selector (-want +got):\n%s", diff)
			}
		})
	}
}

// snapshot is a source that answers what it has in memory as it is.
type snapshot struct {
	backend
	all []source.Sample
}

func (s *snapshot) Sample(context.Context, source.Metric, types.NamespacedName) (source.Sample, error) {
	return s.all[0], nil
}

func (s *snapshot) Samples(context.Context, source.Metric, []types.NamespacedName) ([]source.Sample, error) {
	return s.all, nil
}

// TestSnapshots: the provider does not change what a source keeps. A sample that is missing or unknown is so too where one
// alone is answered.
func TestSnapshots(t *testing.T) {
	t.Parallel()
	of := func(value string) source.Sample { return source.Sample{Value: resource.MustParse(value)} }
	missing, unknown := source.Sample{Missing: true}, source.Sample{Unknown: true}
	for _, test := range []struct {
		name    string
		all     [][]source.Sample // of each source: of what it is asked for
		wantOne string
		want    map[string]string
		wantErr string
	}{
		{
			name:    "missing",
			all:     [][]source.Sample{{missing, of("1"), unknown}, {of("2")}},
			wantOne: "metric requests has no sample of pods shop/web-0, or none that is recent enough",
			want:    map[string]string{"web-1": "1", "web-2": "2"},
		},
		{
			name:    "unknown",
			all:     [][]source.Sample{{unknown, of("1"), unknown}, {of("2"), unknown}, {of("3")}},
			wantOne: "2", want: map[string]string{"web-0": "2", "web-1": "1", "web-2": "3"},
		},
		{
			name:    "too few",
			all:     [][]source.Sample{{of("1")}},
			wantOne: "1",
			wantErr: "Internal error occurred: the source of metric requests failed; the log of the adapter says why",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newPods()
			for _, all := range test.all {
				p.ObjectSources = append(p.ObjectSources, &snapshot{backend: *failing(nil), all: slices.Clone(all)})
			}
			if diff := cmp.Diff(test.wantOne, ofOne(t, p, "")); diff != "" {
				t.Errorf("by name (-want +got):\n%s", diff)
			}
			got, err := ofAll(t, p, "")
			if diff := cmp.Diff(test.want, got); diff != "" || err != test.wantErr {
				t.Errorf("by selector: %s (-want +got):\n%s", err, diff)
			}
			for i, want := range test.all {
				if diff := cmp.Diff(want, p.ObjectSources[i].(*snapshot).all); diff != "" {
					t.Errorf("source %d (-want +got):\n%s", i, diff)
				}
			}
		})
	}
}
