package peers

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/scripts/peers/load"
)

// The paths of the APIs that the adapters answer.
const (
	Custom   = "/apis/custom.metrics.k8s.io/v1beta2"
	External = "/apis/external.metrics.k8s.io/v1beta1"
)

const aggregateTimeout = 30 * time.Second

// Aggregate has the API server ask the adapter, and returns when it does.
func (a *Adapter) Aggregate(ctx context.Context) error {
	patch := fmt.Appendf(nil, `{"spec":{"service":{"port":%d}}}`, a.port)
	for _, name := range adapter.APIServices() {
		if !strings.Contains(name, ".custom.") && !strings.Contains(name, ".external.") {
			continue
		}
		services := a.lab.APIServices.ApiregistrationV1().APIServices()
		if _, err := services.Patch(ctx, name, types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
			return err
		}
	}
	through, err := rest.HTTPClientFor(a.lab.Config)
	if err != nil {
		return err
	}
	return wait.For(ctx, "the API server asks "+a.Name, aggregateTimeout, 20*time.Millisecond, func(ctx context.Context) (bool, string, error) {
		for _, path := range []string{Custom + "/namespaces/default/pods/nobody/nothing", External + "/namespaces/default/nothing"} {
			before, err := a.answered(ctx)
			if err != nil {
				return false, "", err
			}
			// Whatever the answer is, it is counted where it comes from; answers to discovery are not.
			_, asked := load.Get(ctx, through, a.lab.Config.Host+path, io.Discard)
			after, err := a.answered(ctx)
			if err != nil {
				return false, "", err
			}
			if after == before {
				return false, fmt.Sprintf("it asks another one, which answers %v", asked), nil
			}
		}
		return true, "", nil
	})
}

// answered counts the requests for the metrics APIs that the adapter has answered.
func (a *Adapter) answered(ctx context.Context) (float64, error) {
	said, err := a.Metrics(ctx)
	if err != nil {
		return 0, err
	}
	return said.Sum("apiserver_request_total", "group", "custom.metrics.k8s.io") + said.Sum("apiserver_request_total", "group", "external.metrics.k8s.io"), nil
}
