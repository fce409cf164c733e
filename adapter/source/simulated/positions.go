package simulated

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/source"
)

// position is which of n objects of a declaration one is: the i-th. Without a declaration nothing is known of it. n is 0 for
// one that is being deleted, which has no part of the value. It is still the declaration's object, and not another source's.
type position struct {
	declaration *declaration
	i, n        int
}

func (p position) sample(now time.Time) source.Sample {
	switch {
	case p.declaration == nil:
		return source.Sample{Unknown: true}
	case p.n == 0, p.declaration.value.Faults.Missing:
		return source.Sample{Missing: true}
	}
	return p.declaration.sampleOf(now, p.i, p.n)
}

// positions finds for each of the objects the declaration that covers it, if there is one. The error names two that do.
func (s *Source) positions(ctx context.Context, metric source.Metric, objects []types.NamespacedName) ([]position, error) {
	all := make([]position, len(objects))
	var in *locator
	for i, object := range objects {
		var err error
		if i == 0 || object.Namespace != objects[i-1].Namespace {
			if in, err = s.locate(ctx, subject{metric: metric, namespace: object.Namespace}); err != nil {
				return nil, err
			}
		}
		if all[i], err = in.position(object); err != nil {
			return nil, err
		}
	}
	return all, nil
}
