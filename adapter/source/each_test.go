package source_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/source"
)

func TestEach(t *testing.T) {
	t.Parallel()
	a, b := types.NamespacedName{Namespace: "shop", Name: "a"}, types.NamespacedName{Namespace: "shop", Name: "b"}
	five := source.Sample{Value: resource.MustParse("5")}
	errBackend := errors.New("backend is down")

	for _, test := range []struct {
		name    string
		errs    map[types.NamespacedName]error
		want    []source.Sample // of a and b
		wantErr error
	}{
		{name: "all", want: []source.Sample{five, five}},
		{
			name: "an object that is not one of the source's is unknown",
			errs: map[types.NamespacedName]error{a: fmt.Errorf("not scraped: %w", source.ErrUnknownMetric)},
			want: []source.Sample{{Unknown: true}, five},
		},
		{
			name: "one without a sample is missing",
			errs: map[types.NamespacedName]error{a: fmt.Errorf("two minutes old: %w", source.ErrNoSample)},
			want: []source.Sample{{Missing: true}, five},
		},
		{name: "a backend error ends it", errs: map[types.NamespacedName]error{b: errBackend}, wantErr: errBackend},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			sample := func(_ context.Context, _ source.Metric, object types.NamespacedName) (source.Sample, error) {
				return five, test.errs[object]
			}
			got, err := source.Each(t.Context(), source.Metric{}, []types.NamespacedName{a, b}, sample)
			if diff := cmp.Diff(test.wantErr, err, cmpopts.EquateErrors()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("samples (-want +got):\n%s", diff)
			}
		})
	}
}
