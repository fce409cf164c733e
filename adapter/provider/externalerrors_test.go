package provider_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/source"
)

func TestExternalMetricErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		metric string
		err    error // of the source
		// forgets says that the source forgets its metrics with the error.
		forgets bool
		want    refusal
	}{
		{
			name: "unknown metric", metric: "lag",
			want: refusal{404, metav1.StatusReasonNotFound, "external metric lag is not known; known: backlog, queue"},
		},
		{
			name: "metric that the source has just forgotten", metric: "queue", err: source.ErrUnknownMetric, forgets: true,
			want: refusal{404, metav1.StatusReasonNotFound, "external metric queue is not known; known: none"},
		},
		{
			name: "metric of other namespaces only", metric: "queue", err: source.ErrUnknownMetric,
			want: refusal{404, metav1.StatusReasonNotFound, "external metric queue has no sample in namespace shop, or none that is recent enough"},
		},
		{
			name: "no sample", metric: "queue", err: fmt.Errorf("ten minutes old: %w", source.ErrNoSample),
			want: refusal{404, metav1.StatusReasonNotFound, "external metric queue has no sample in namespace shop, or none that is recent enough"},
		},
		{
			name: "backend fails", metric: "queue", err: errDown,
			want: refusal{500, metav1.StatusReasonInternalError, "Internal error occurred: the source of metric queue failed; the log of the adapter says why"},
		},
		{
			name: "backend is late", metric: "queue", err: context.DeadlineExceeded,
			want: refusal{504, metav1.StatusReasonTimeout, "Timeout: the source of metric queue did not answer in time"},
		},
		{
			name: "source answers a Status", metric: "queue", err: apierrors.NewTooManyRequestsError("injected"),
			want: refusal{429, metav1.StatusReasonTooManyRequests, "Too many requests: injected"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(&cluster{}, &backend{external: []string{"queue", "backlog"}, err: test.err, forgets: test.forgets})
			_, err := p.GetExternalMetric(t.Context(), "shop", labels.Everything(), metricsprovider.ExternalMetricInfo{Metric: test.metric})
			if diff := cmp.Diff(test.want, refusalOf(t, err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}
