package v1alpha1_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	one := resource.MustParse("1")
	external := v1alpha1.SimulatedMetricSpec{Metric: "p", External: &v1alpha1.External{}, Simulation: v1alpha1.Simulation{Value: &one}}
	for _, test := range []struct {
		name string
		spec string
		want v1alpha1.SimulatedMetricSpec
		err  string // empty if all of it can be read
	}{
		{name: "all can be read", spec: "metric: p\nexternal: {}\nvalue: 1", want: external},
		{name: "a start that is none", spec: "metric: p\nexternal: {}\nvalue: 1\nstartTime: \"2026-11-25t10:00:00z\"", want: external,
			err: `it cannot be read: spec.startTime: parsing time "2026-11-25t10:00:00z"`},
		{name: "a latency that is too long", spec: "metric: p\nexternal: {}\nvalue: 1\nfaults: {latency: 999999h999999h999999h}", want: external,
			err: `it cannot be read: spec.faults: time: invalid duration "999999h999999h999999h"`},
		{name: "two fields", spec: "metric: p\nexternal: {}\nvalue: 1\nrepeat: often\ncurve: [{at: 5}]", want: external,
			err: "it cannot be read: spec.curve: json: cannot unmarshal number into Go value of type string; spec.repeat: "},
		{name: "nothing", spec: "metric: 5\nexternal: x\nvalue: {}", err: "it cannot be read: spec.external: cannot restore struct from: string; spec.metric: "},
		{name: "no object", spec: "[]", err: "it cannot be read: its spec is not an object"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			object := declare(t, "SimulatedMetric", test.spec)
			var got v1alpha1.SimulatedMetric
			err := v1alpha1.Decode(object, &got)
			if said := fmt.Sprint(err); (err == nil) != (test.err == "") || !strings.HasPrefix(said, test.err) && err != nil {
				t.Errorf("got the error %v, want %q", err, test.err)
			}
			if diff := cmp.Diff(test.want, got.Spec); diff != "" {
				t.Errorf("spec (-want +got):\n%s", diff)
			}
			if got.Name != object.GetName() || got.Namespace != object.GetNamespace() {
				t.Errorf("it is %s/%s", got.Namespace, got.Name)
			}
		})
	}
}
