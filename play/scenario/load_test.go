package scenario

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/play/engine"
)

// load is a scenario file without errors.
func load(t testing.TB, path string) *File {
	t.Helper()
	file, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestExamplesPlay: what is expected in the examples is so.
func TestExamplesPlay(t *testing.T) {
	t.Parallel()
	paths, err := Find([]string{"testdata/web.yaml", "testdata/all.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		for _, test := range load(t, path).Tests {
			t.Run(test.Name, func(t *testing.T) {
				t.Parallel()
				for _, f := range test.Check(engine.Play(t, test.Input, nil)) {
					t.Error(f)
				}
			})
		}
	}
}

func TestManifests(t *testing.T) {
	t.Parallel()
	in := load(t, "testdata/all.yaml").Tests[0].Input
	type workload struct {
		Kind, Name, Selector, Labels, Requests string
		Replicas                               int32
	}
	var got []workload
	for _, w := range in.Workloads {
		request := w.Pod.Spec.Containers[0].Resources.Requests["cpu"]
		got = append(got, workload{w.Kind.String(), nameOf(w.Namespace, w.Name), w.Selector, labels.FormatLabels(w.Pod.Labels), request.String(), w.Replicas})
	}
	want := []workload{ // a limit is a request too, and where no replicas are written the HPA's minReplicas count
		{"Deployment.apps", "staging/api", "app=api", "app=api", "200m", 1},
		{"StatefulSet.apps", "shop/all", "app=all", "app=all", "500m", 4},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("workloads (-want +got):\n%s", diff)
	}
	if api := in.HPAs[1]; nameOf(api.Namespace, api.Name) != "staging/api" || api.Spec.MaxReplicas != 8 || *api.Spec.Metrics[0].Resource.Target.AverageUtilization != 50 {
		t.Errorf("want the HPA of the kustomization, as autoscaling/v2, got %+v", api)
	}
	flags := engine.Controller{
		SyncPeriod: 30 * time.Second, Tolerance: 0.05, DownscaleStabilization: 2 * time.Minute,
		CPUInitializationPeriod: time.Minute, InitialReadinessDelay: 10 * time.Second,
	}
	if diff := cmp.Diff(flags, in.Controller); diff != "" {
		t.Errorf("controller (-want +got):\n%s", diff)
	}
}
