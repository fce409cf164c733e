package provider_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/provider"
	"example.com/metrics-lab/adapter/source"
)

// refusal is what a client sees of an error.
type refusal struct {
	Code    int32
	Reason  metav1.StatusReason
	Message string
}

// refusalOf asserts that an error is a Status, as the API server library wants it: not one that is wrapped. No error is
// no refusal.
func refusalOf(t *testing.T, err error) refusal {
	t.Helper()
	if err == nil {
		return refusal{}
	}
	status, ok := err.(apierrors.APIStatus)
	if !ok {
		t.Fatalf("want a Status, got %T: %v", err, err)
	}
	s := status.Status()
	return refusal{Code: s.Code, Reason: s.Reason, Message: s.Message}
}

func TestCustomMetricErrors(t *testing.T) {
	t.Parallel()
	teapot := &apierrors.StatusError{ErrStatus: metav1.Status{Code: 418, Reason: "Teapot", Message: "injected"}}
	forbidden := apierrors.NewForbidden(pods, "", errors.New("no role allows it"))
	const (
		notFound = metav1.StatusReasonNotFound
		knownFor = "known: pods/errors (namespaced), pods/requests (namespaced)"
	)
	for _, test := range []struct {
		name     string
		cluster  cluster
		err      error // of the source
		forgets  bool  // the source forgets its metrics with the error
		resource string
		object   types.NamespacedName
		metric   string
		selector string
		asked    bool // whether objects may be looked at
		want     refusal
		// onlyByName says that a selector is answered without what the object of that name lacks.
		onlyByName bool
	}{
		{
			name:     "unknown resource",
			resource: "gadgets.example.com", object: shop("web-0"), metric: "requests",
			want: refusal{404, notFound, "the API server has no resource gadgets.example.com"},
		},
		{
			name:     "discovery fails",
			cluster:  cluster{resolveErr: errors.New("discover pods: connection refused")},
			resource: "pods", object: shop("web-0"), metric: "requests",
			want: refusal{503, metav1.StatusReasonServiceUnavailable, "cannot tell what pods are: discover pods: connection refused"},
		},
		{
			name:     "unknown metric of a resource that has others",
			resource: "pod", object: shop("web-0"), metric: "latency",
			want: refusal{404, notFound, "metric latency is not known for namespaced pods; " + knownFor},
		},
		{
			name:     "unknown metric of a resource that has none",
			resource: "deployments", object: shop("web"), metric: "latency",
			want: refusal{404, notFound, "metric latency is not known for namespaced deployments.apps; known: nodes/load (root-scoped), pods/errors (namespaced), pods/requests (namespaced)"},
		},
		{
			name:     "metric of another resource",
			resource: "deployments", object: shop("web"), metric: "requests",
			want: refusal{404, notFound, "metric requests is not known for namespaced deployments.apps; known: pods/requests (namespaced)"},
		},
		{
			name:     "known metric in the wrong scope",
			resource: "pods", object: types.NamespacedName{Name: "web-0"}, metric: "requests",
			want: refusal{404, notFound, "metric requests is not known for root-scoped pods; " + knownFor},
		},
		{
			name:     "objects are not known",
			cluster:  cluster{objectsErr: fmt.Errorf("list pods: %w", forbidden)},
			resource: "pods", object: shop("web-0"), metric: "requests", asked: true,
			want: refusal{503, metav1.StatusReasonServiceUnavailable, "cannot tell which pods exist: list pods: pods is forbidden: no role allows it"},
		},
		{
			name:     "objects are not known in time",
			cluster:  cluster{objectsErr: fmt.Errorf("list pods: %w", context.DeadlineExceeded)},
			resource: "pods", object: shop("web-0"), metric: "requests", asked: true,
			want: refusal{504, metav1.StatusReasonTimeout, "Timeout: cannot tell which pods exist: list pods: context deadline exceeded"},
		},
		{
			name:     "resource has gone",
			cluster:  cluster{objectsErr: fmt.Errorf("list pods: %w", apierrors.NewNotFound(pods, ""))},
			resource: "pods", object: shop("web-0"), metric: "requests", asked: true,
			want: refusal{404, notFound, "the API server has no resource pods"},
		},
		{
			name:     "object does not exist",
			resource: "pods", object: shop("web-9"), metric: "requests", asked: true,
			want: refusal{404, notFound, "pods shop/web-9 does not exist, or has ended, so it has no metric requests"}, onlyByName: true,
		},
		{
			name:     "no sample",
			resource: "pods", object: shop("web-1"), metric: "requests", asked: true,
			want: refusal{404, notFound, "metric requests has no sample of pods shop/web-1, or none that is recent enough"}, onlyByName: true,
		},
		{
			name:     "no sample matches the metric label selector",
			resource: "pods", object: shop("web-0"), metric: "requests", selector: "verb=put", asked: true,
			want: refusal{404, notFound, `metric requests has no sample of pods shop/web-0 that matches the metric label selector "verb=put"`}, onlyByName: true,
		},
		{
			name:     "metric label selector that cannot be repeated",
			resource: "pods", object: shop("web-0"), metric: "requests", selector: "code>499",
			want: refusal{400, metav1.StatusReasonBadRequest, `metric label selector: "gt" isn't supported in label selectors`},
		},
		{
			name: "metric that the source has just forgotten",
			err:  source.ErrUnknownMetric, forgets: true,
			resource: "pods", object: shop("web-0"), metric: "requests", asked: true,
			want: refusal{404, notFound, "metric requests is not known for namespaced pods; known: none"},
		},
		{
			name:     "backend fails",
			err:      errDown,
			resource: "pods", object: shop("web-0"), metric: "requests", asked: true,
			want: refusal{500, metav1.StatusReasonInternalError, "Internal error occurred: the source of metric requests failed; the log of the adapter says why"},
		},
		{
			name:     "backend is late",
			err:      fmt.Errorf("GET http://10.0.0.7:9090: %w", context.DeadlineExceeded),
			resource: "pods", object: shop("web-0"), metric: "requests", asked: true,
			want: refusal{504, metav1.StatusReasonTimeout, "Timeout: the source of metric requests did not answer in time"},
		},
		{
			name:     "client has gone",
			err:      context.Canceled,
			resource: "pods", object: shop("web-0"), metric: "requests", asked: true,
			want: refusal{504, metav1.StatusReasonTimeout, "Timeout: the source of metric requests did not answer in time"},
		},
		{
			name:     "source answers a Status",
			err:      teapot,
			resource: "pods", object: shop("web-0"), metric: "requests", asked: true,
			want: refusal{418, "Teapot", "injected"},
		},
		{
			name:     "source wraps a Status of its backend",
			err:      fmt.Errorf("ask the backend: %w", forbidden),
			resource: "pods", object: shop("web-0"), metric: "requests", asked: true,
			want: refusal{500, metav1.StatusReasonInternalError, "Internal error occurred: the source of metric requests failed; the log of the adapter says why"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.cluster.objects = map[types.NamespacedName]labels.Set{shop("web-0"): {}, shop("web-1"): {}, {Name: "web-0"}: {}}
			newProvider := func() *provider.Provider {
				return newProvider(&test.cluster, &backend{
					metrics: []source.Metric{namespaced(pods, "requests"), namespaced(pods, "errors"), {Name: "load", Resource: nodes}},
					samples: map[string]source.Sample{"web-0": {Value: resource.MustParse("1"), Labels: labels.Set{"verb": "get"}}},
					err:     test.err,
					forgets: test.forgets,
				})
			}
			info := metricsprovider.CustomMetricInfo{
				GroupResource: schema.ParseGroupResource(test.resource),
				Namespaced:    test.object.Namespace != "",
				Metric:        test.metric,
			}
			selector := parse(t, test.selector)

			_, err := newProvider().GetMetricByName(t.Context(), test.object, info, selector)
			if diff := cmp.Diff(test.want, refusalOf(t, err)); diff != "" {
				t.Errorf("by name (-want +got):\n%s", diff)
			}
			want := test.want
			if test.onlyByName {
				want = refusal{}
			}
			_, err = newProvider().GetMetricBySelector(t.Context(), test.object.Namespace, labels.Everything(), info, selector)
			if diff := cmp.Diff(want, refusalOf(t, err)); diff != "" {
				t.Errorf("by selector (-want +got):\n%s", diff)
			}
			if !test.asked && len(test.cluster.asked) > 0 {
				t.Errorf("a client could start informers for %v", test.cluster.asked)
			}
		})
	}
}
