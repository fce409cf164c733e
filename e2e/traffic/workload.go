package traffic

import (
	"context"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/clients"
)

const (
	services = 10
	total    = 1_234 // which is not a multiple of the services
	climb    = 10 * time.Hour
)

// Workload is what the questions are about: services that share a total, one with a value of its own, and queues of which
// one grows by one message each second.
type Workload struct {
	namespace string
	start     time.Time
}

// NewWorkload makes it, in a namespace that is not there yet.
func NewWorkload(ctx context.Context, c *clients.Clients, namespace string) (*Workload, error) {
	w := &Workload{namespace: namespace, start: time.Now().Truncate(time.Second)}
	meta := metav1.ObjectMeta{Name: namespace}
	if _, err := c.Kubernetes.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: meta}, metav1.CreateOptions{}); err != nil {
		return nil, fmt.Errorf("make the namespace of the traffic: %w", err)
	}
	for _, name := range w.names() {
		service := &corev1.Service{
			ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"app": "traffic"}},
			Spec:       corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 80}}},
		}
		if _, err := c.Kubernetes.CoreV1().Services(namespace).Create(ctx, service, metav1.CreateOptions{}); err != nil {
			return nil, fmt.Errorf("make a service of the traffic: %w", err)
		}
	}
	for name, spec := range w.declared() {
		object := &v1alpha1.SimulatedMetric{
			TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion().String(), Kind: "SimulatedMetric"},
			ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, Spec: spec,
		}
		if err := c.Declarations.Apply(ctx, object, "traffic"); err != nil {
			return nil, fmt.Errorf("declare a metric of the traffic: %w", err)
		}
	}
	return w, nil
}

func (w *Workload) names() []string {
	var all []string
	for i := range services {
		all = append(all, fmt.Sprintf("service-%d", i))
	}
	return all
}

func (w *Workload) declared() map[string]v1alpha1.SimulatedMetricSpec {
	constant := func(value string) v1alpha1.Simulation {
		quantity := resource.MustParse(value)
		return v1alpha1.Simulation{Value: &quantity}
	}
	growing := v1alpha1.Simulation{StartTime: &metav1.Time{Time: w.start}, Curve: []v1alpha1.Point{
		{Value: resource.MustParse("0")},
		{At: metav1.Duration{Duration: climb}, Value: *resource.NewQuantity(int64(climb/time.Second), resource.DecimalSI)},
	}}
	orders := func(tier string) *v1alpha1.External {
		return &v1alpha1.External{Labels: map[string]string{"queue": "orders", "tier": tier}}
	}
	return map[string]v1alpha1.SimulatedMetricSpec{
		"own": {Metric: "own", Objects: &v1alpha1.Objects{Resource: "services", Name: "service-0"}, Simulation: constant("42500m")},
		"shared": {Metric: "shared", Share: v1alpha1.Total, Simulation: constant(fmt.Sprintf("%dm", total)), Objects: &v1alpha1.Objects{
			Resource: "services", Selector: &v1alpha1.Selector{MatchLabels: map[string]v1alpha1.LabelValue{"app": "traffic"}},
		}},
		"growing": {Metric: "depth", External: orders("growing"), Simulation: growing},
		"still":   {Metric: "depth", External: orders("still"), Simulation: constant("7")},
	}
}

// Questions are about all of it.
func (w *Workload) Questions() []Question {
	custom := "/apis/custom.metrics.k8s.io/v1beta2/namespaces/" + w.namespace + "/services/"
	external := "/apis/external.metrics.k8s.io/v1beta1/namespaces/" + w.namespace + "/depth?labelSelector="
	return []Question{
		{Path: custom + "service-0/own", Check: w.always("service-0", 42_500)},
		{Path: custom + "*/shared?labelSelector=app%3Dtraffic", Check: w.always(strings.Join(w.names(), ","), total)},
		{Path: external + "queue%3Dorders", Check: w.grows(2, 7_000)},
		{Path: external + "queue%3Dorders%2Ctier%3Dgrowing", Check: w.grows(1, 0)},
	}
}

// always checks whose values there are, and that their sum never changes.
func (w *Workload) always(names string, sum int64) func(Answer, time.Time, time.Time) error {
	return func(a Answer, sent, answered time.Time) error {
		if a.names() != names || a.sum() != sum {
			return fmt.Errorf("%d milli-units of %s, want %d of %s", a.sum(), a.names(), sum, names)
		}
		return a.fresh(sent, answered)
	}
}

// grows checks how many series there are, and that their sum, but for what does not grow, is the number of seconds since
// the start.
func (w *Workload) grows(series int, still int64) func(Answer, time.Time, time.Time) error {
	return func(a Answer, sent, answered time.Time) error {
		least, most := sent.Sub(w.start).Milliseconds(), answered.Sub(w.start).Milliseconds()
		if got := a.sum() - still; len(a.Items) != series || got < least || got > most {
			return fmt.Errorf("%d milli-units in %d series, want %d to %d in %d", got, len(a.Items), least, most, series)
		}
		return a.fresh(sent, answered)
	}
}
