package simulated

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/source"
)

const web = "{matchLabels: {app: web}}"

// TestWhoseMetrics: a namespace has what is declared in it, about objects and besides.
func TestWhoseMetrics(t *testing.T) {
	t.Parallel()
	s, _ := newSource(t, pods("web"), "shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}",
		"shop/b:\n{metric: depth, external: {}, value: 1}", "c:\n{metric: load, objects: {resource: nodes, name: a}, value: 1}")
	for namespace, want := range map[string][3]bool{"shop": {true, true, false}, "bank": {}, "": {false, false, true}} {
		got := [3]bool{s.HasIn(podRequests, namespace), s.HasExternalIn("depth", namespace), s.HasIn(nodeLoad, namespace)}
		if got != want {
			t.Errorf("%q: got %t, want %t", namespace, got, want)
		}
	}
}

func TestSamples(t *testing.T) {
	t.Parallel()
	objects := pods("web", "web-0", "web-1", "web-2")
	objects.objects[podRequests.Resource][types.NamespacedName{Namespace: "bank", Name: "web-9"}] = labels.Set{"app": "web"}
	objects.objects[podRequests.Resource][shop("db-0")] = labels.Set{"app": "db"}
	objects.objects[podRequests.Resource][shop("web-leaving")] = labels.Set{"app": "web"}
	all := []types.NamespacedName{shop("db-0"), shop("web-0"), shop("web-1"), shop("web-2")}

	for _, test := range []struct {
		name         string
		declarations []string
		objects      []types.NamespacedName
		want         map[string]string
	}{
		{
			name:         "one by name",
			declarations: []string{"shop/a:\n{metric: requests, objects: {resource: pods, name: web-1}, value: 10500m}"},
			objects:      all,
			want:         map[string]string{"web-1": "10500m"},
		},
		{
			name:         "each that a selector matches",
			declarations: []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: " + web + "}, value: 40}"},
			objects:      all,
			want:         map[string]string{"web-0": "40", "web-1": "40", "web-2": "40"},
		},
		{
			name:         "total, with what is left over",
			declarations: []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: " + web + "}, share: Total, value: 100}"},
			objects:      all,
			want:         map[string]string{"web-0": "33334m", "web-1": "33333m", "web-2": "33333m"},
		},
		{
			name:         "a part of a total is the same whoever else is asked for",
			declarations: []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: " + web + "}, share: Total, value: 100}"},
			objects:      []types.NamespacedName{shop("web-1")},
			want:         map[string]string{"web-1": "33333m"},
		},
		{
			name:         "total of one by name",
			declarations: []string{"shop/a:\n{metric: requests, objects: {resource: pods, name: web-1}, share: Total, value: 100}"},
			objects:      all,
			want:         map[string]string{"web-1": "100"},
		},
		{
			name: "several declarations of one metric",
			declarations: []string{
				"shop/a:\n{metric: requests, objects: {resource: pods, name: db-0}, value: 1}",
				"shop/b:\n{metric: requests, objects: {resource: pods, selector: " + web + "}, value: 2}",
				"shop/c:\n{metric: others, objects: {resource: pods, selector: {}}, value: 3}",
				"bank/a:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 4}",
			},
			objects: all,
			want:    map[string]string{"db-0": "1", "web-0": "2", "web-1": "2", "web-2": "2"},
		},
		{
			name:         "everything in the namespace",
			declarations: []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: {}}, share: Total, value: 2}"},
			objects:      all,
			want:         map[string]string{"db-0": "500m", "web-0": "500m", "web-1": "500m", "web-2": "500m"},
		},
		{
			name: "several namespaces",
			declarations: []string{
				"shop/a:\n{metric: requests, objects: {resource: pods, name: db-0}, value: 1}",
				"bank/a:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 4}",
			},
			objects: append(all, types.NamespacedName{Namespace: "bank", Name: "web-9"}),
			want:    map[string]string{"db-0": "1", "web-9": "4"},
		},
		{
			name:         "no objects",
			declarations: []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 4}"},
			want:         map[string]string{},
		},
		{
			name:         "missing",
			declarations: []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 4, faults: {missing: true}}"},
			objects:      all,
			want:         map[string]string{"db-0": "missing", "web-0": "missing", "web-1": "missing", "web-2": "missing"},
		},
		{
			name:         "one that is being deleted has no part of a total",
			declarations: []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: " + web + "}, share: Total, value: 90}"},
			objects:      append(all, shop("web-leaving")),
			want:         map[string]string{"web-0": "30", "web-1": "30", "web-2": "30", "web-leaving": "missing"},
		},
		{
			name: "one that is being deleted is in no conflict",
			declarations: []string{
				"shop/a:\n{metric: requests, objects: {resource: pods, name: web-leaving}, value: 1}",
				"shop/b:\n{metric: requests, objects: {resource: pods, selector: " + web + "}, value: 2}",
				"shop/c:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 3}",
			},
			objects: []types.NamespacedName{shop("web-leaving")},
			want:    map[string]string{"web-leaving": "1"},
		},
		{
			name:         "the largest value in the smallest parts",
			declarations: []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: " + web + "}, share: Total, value: 9223372036854775807m}"},
			objects:      all,
			want:         map[string]string{"web-0": "3074457345618258603m", "web-1": "3074457345618258602m", "web-2": "3074457345618258602m"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newSource(t, objects, test.declarations...)
			if diff := cmp.Diff(test.want, read(t, s, podRequests, test.objects...)); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSample(t *testing.T) {
	t.Parallel()
	s, clock := newSource(t, pods("web", "web-0", "web-1"),
		"shop/a:\n{metric: requests, objects: {resource: pods, selector: "+web+", metricLabels: {verb: GET}}, share: Total, value: 5}")
	clock.Step(time.Minute)
	got, err := s.Sample(t.Context(), podRequests, shop("web-1"))
	if err != nil {
		t.Fatal(err)
	}
	want := source.Sample{Value: resource.MustParse("2500m"), Time: created.Add(time.Minute), Labels: labels.Set{"verb": "GET"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sample (-want +got):\n%s", diff)
	}
	if _, err := s.Sample(t.Context(), podRequests, shop("db-0")); !errors.Is(err, source.ErrUnknownMetric) {
		t.Errorf("an object that nothing is declared for: want it for the next source, got %v", err)
	}
}

func TestRootScoped(t *testing.T) {
	t.Parallel()
	a, b := types.NamespacedName{Name: "a"}, types.NamespacedName{Name: "b"}
	objects := pods("web")
	objects.objects[nodeLoad.Resource] = map[types.NamespacedName]labels.Set{a: nil, b: nil}
	s, _ := newSource(t, objects, "load:\n{metric: load, objects: {resource: nodes, selector: {}}, share: Total, value: 3}")
	if diff := cmp.Diff(map[string]string{"a": "1500m", "b": "1500m"}, read(t, s, nodeLoad, a, b)); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

// TestScalingOutLowersTheValueOfEach is what makes an autoscaler find its fixed point.
func TestScalingOutLowersTheValueOfEach(t *testing.T) {
	t.Parallel()
	objects := pods("web", "web-0")
	s, _ := newSource(t, objects, "shop/a:\n{metric: requests, objects: {resource: pods, selector: "+web+"}, share: Total, value: 400}")
	for _, step := range []struct{ name, want string }{{"web-1", "200"}, {"web-2", "133334m"}, {"web-3", "100"}} {
		objects.objects[podRequests.Resource][shop(step.name)] = labels.Set{"app": "web"}
		if got := read(t, s, podRequests, shop("web-0"))["web-0"]; got != step.want {
			t.Errorf("after %s came: want %s for each, got %s", step.name, step.want, got)
		}
	}
}

func TestACurveIsFollowed(t *testing.T) {
	t.Parallel()
	s, clock := newSource(t, pods("web", "web-0"),
		"shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, curve: [{at: 0s, value: 10}, {at: 60s, value: 400}]}",
		`shop/b:
{metric: later, objects: {resource: pods, name: web-0}, startTime: "2026-11-23T10:00:30Z", interpolation: Step, repeat: true,
 curve: [{at: 0s, value: 1}, {at: 10s, value: 2}, {at: 20s, value: 3}]}`)
	later := podRequests
	later.Name = "later"
	for _, row := range []struct {
		at              time.Duration
		requests, later string
	}{
		{0, "10", "1"}, {15 * time.Second, "107500m", "1"}, {30 * time.Second, "205", "1"}, {40 * time.Second, "270", "2"},
		{50 * time.Second, "335", "1"}, {time.Hour, "400", "2"},
	} {
		clock.SetTime(created.Add(row.at))
		got := read(t, s, podRequests, shop("web-0"))["web-0"] + " and " + read(t, s, later, shop("web-0"))["web-0"]
		if want := row.requests + " and " + row.later; got != want {
			t.Errorf("after %s: want %s, got %s", row.at, want, got)
		}
	}
}

func TestConflicts(t *testing.T) {
	t.Parallel()
	const advice = ": delete one of them, or change what it is for"
	for _, test := range []struct {
		name string
		a, b string
		want string
	}{
		{
			name: "the same name",
			a:    "shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}",
			b:    "shop/b:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}",
			want: "metric requests has two values for pods shop/web-0, from SimulatedMetric shop/a and from SimulatedMetric shop/b" + advice,
		},
		{
			name: "a name that a selector matches",
			a:    "shop/a:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 1}",
			b:    "shop/b:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}",
			want: "metric requests has two values for pods shop/web-0, from SimulatedMetric shop/a and from SimulatedMetric shop/b" + advice,
		},
		{
			name: "two selectors",
			a:    "shop/a:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 1}",
			b:    "shop/b:\n{metric: requests, objects: {resource: pods, selector: " + web + "}, value: 1}",
			want: "metric requests has two values for pods shop/web-0, from SimulatedMetric shop/a and from SimulatedMetric shop/b" + advice,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			objects := pods("web", "web-0", "web-1")
			objects.objects[podRequests.Resource][shop("db-0")] = labels.Set{"app": "db"}
			s, _ := newSource(t, objects, test.a, test.b)
			_, err := s.Sample(t.Context(), podRequests, shop("web-0"))
			if err == nil || err.Error() != test.want {
				t.Errorf("want %q, got %v", test.want, err)
			}
			if test.name == "two selectors" {
				if got := read(t, s, podRequests, shop("db-0"))["db-0"]; got != "1" {
					t.Errorf("want the value of an object that is not in conflict, got %q", got)
				}
			}
		})
	}
}

func TestErrorsOfTheClusterArePassedOn(t *testing.T) {
	t.Parallel()
	objects := pods("web", "web-0")
	objects.err = errors.New("forbidden")
	s, _ := newSource(t, objects, "shop/a:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 1}")
	if _, err := s.Samples(t.Context(), podRequests, []types.NamespacedName{shop("web-0")}); !errors.Is(err, objects.err) {
		t.Errorf("want the error of the cluster, got %v", err)
	}
}

// TestBroken shows what becomes of declarations that the rules of the API would have refused.
func TestBroken(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, spec, want string }{
		{"no value", "{metric: requests, objects: {resource: pods, name: web-0}}", "it has neither a value nor a curve"},
		{"too large", "{metric: requests, objects: {resource: pods, name: web-0}, value: 1E}", "is too large"},
		{"not in order", "{metric: requests, objects: {resource: pods, name: web-0}, curve: [{at: 2s, value: 1}, {at: 1s, value: 1}]}", "not in order of time"},
		{"at once", "{metric: requests, objects: {resource: pods, name: web-0}, curve: [{at: 1s, value: 1}, {at: 1s, value: 1}]}", "not in order of time"},
		{"selector", "{metric: requests, objects: {resource: pods, selector: {matchExpressions: [{key: a, operator: Like}]}}, value: 1}", "its selector: \"Like\" is not a valid label selector operator"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newSource(t, pods("web", "web-0"), "shop/a:\n"+test.spec)
			_, err := s.Sample(t.Context(), podRequests, shop("web-0"))
			wantMessage(t, err, "SimulatedMetric shop/a cannot be used: ", test.want)
		})
	}
}
