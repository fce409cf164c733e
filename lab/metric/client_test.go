package metric

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/api/setting"
)

// objectName is the name of what holds a setting.
func objectName(t *testing.T, target Target, resource string) string {
	t.Helper()
	s := setting.Setting{Metric: target.Metric, Namespace: target.Namespace, Name: target.Name, Labels: target.Labels}
	s.Resource.Resource, s.Resource.Group, _ = strings.Cut(resource, ".")
	return s.Object(zero()).GetName()
}

func zero() resource.Quantity { return resource.Quantity{} }

// stored is the path of an object of the namespace shop.
func stored(name string) string { return inShop + "/" + name }

const applied = "?fieldManager=metrics-lab-setting&force=true "

func TestSet(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		target   Target
		resource string
		root     bool
		wantSpec string
		wantDone string
		wantNote string
	}{
		{
			name:   "object",
			target: Target{Metric: "m", Resource: "po", Name: "a", Namespace: "shop"}, resource: "pods",
			wantSpec: `{"metric":"m","objects":{"resource":"pods","name":"a"},"value":"40"}`,
			wantDone: "m of pods shop/a is 40 (SimulatedMetric shop/NAME)",
		},
		{
			name:   "object that does not exist, with labels",
			target: Target{Metric: "m", Resource: "deployment", Name: "web", Namespace: "shop", Labels: labels.Set{"verb": "GET"}}, resource: "deployments.apps",
			wantSpec: `{"metric":"m","objects":{"resource":"deployments.apps","name":"web","metricLabels":{"verb":"GET"}},"value":"40"}`,
			wantDone: "m of deployments.apps shop/web with verb=GET is 40 (SimulatedMetric shop/NAME)",
			wantNote: "there is no object deployments.apps shop/web yet: its metric can be read when there is",
		},
		{
			name:   "root-scoped",
			target: Target{Metric: "load", Resource: "node", Name: "a"}, resource: "nodes", root: true,
			wantSpec: `{"metric":"load","objects":{"resource":"nodes","name":"a"},"value":"40"}`,
			wantDone: "load of nodes a is 40 (ClusterSimulatedMetric NAME)",
			wantNote: "there is no object nodes a yet: its metric can be read when there is",
		},
		{
			name:     "external",
			target:   Target{Metric: "queue_depth", Namespace: "shop", Labels: labels.Set{"queue": "orders"}},
			wantSpec: `{"metric":"queue_depth","external":{"labels":{"queue":"orders"}},"value":"40"}`,
			wantDone: "external metric queue_depth of namespace shop with queue=orders is 40 (SimulatedMetric shop/NAME)",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			name := objectName(t, test.target, test.resource)
			path, kind, namespace := stored(name), "SimulatedMetric", `,"namespace":"shop"`
			if test.root {
				path, kind, namespace = groupPath+clusterScoped+"/"+name, "ClusterSimulatedMetric", ""
			}
			server, client := newServer(t, cluster(map[string]answer{"PATCH " + path: {body: map[string]any{"kind": kind, "apiVersion": "lab.example.com/v1alpha1"}}}))
			result, err := client.Set(t.Context(), test.target, resource.MustParse("40"))
			if err != nil {
				t.Fatal(err)
			}
			want := Result{Done: strings.ReplaceAll(test.wantDone, "NAME", name), Note: test.wantNote}
			if diff := cmp.Diff(want, result); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			wantWrites := []string{"PATCH " + path + applied + `{"kind":"` + kind + `","apiVersion":"lab.example.com/v1alpha1",` +
				`"metadata":{"name":"` + name + `"` + namespace + `},"spec":` + test.wantSpec + `}`}
			if diff := cmp.Diff(wantWrites, server.written()); diff != "" {
				t.Errorf("writes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSetUnnoticed: the value is stored, and who sets it hears that the adapter does not know it.
func TestSetUnnoticed(t *testing.T) {
	t.Parallel()
	target := Target{Metric: "queue_depth", Namespace: "shop"}
	name := objectName(t, target, "")
	stale := noticed()
	stale.body.(map[string]any)["metadata"] = map[string]any{"generation": 3}
	for _, test := range []struct {
		name string
		more map[string]answer
	}{
		{name: "no status", more: map[string]answer{"GET " + stored(name): {body: map[string]any{"kind": "SimulatedMetric", "apiVersion": "lab.example.com/v1alpha1"}}}},
		{name: "a status of another generation", more: map[string]answer{"GET " + stored(name): stale}},
		{name: "it cannot be read", more: map[string]answer{"GET " + stored(name): {code: 500}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.more["PATCH "+stored(name)] = answer{body: map[string]any{"kind": "SimulatedMetric", "apiVersion": "lab.example.com/v1alpha1"}}
			_, client := newServer(t, cluster(test.more))
			client.patience = 100 * time.Millisecond
			result, err := client.Set(t.Context(), target, zero())
			want := "the adapter has not noticed it yet: `make status NAME=test` says what is wrong"
			if err != nil || result.Done == "" || result.Note != want {
				t.Errorf("got %+v, %v, want the note %q", result, err, want)
			}
		})
	}
}

func TestNoObjectWhereNoNamespaceWasGiven(t *testing.T) {
	t.Parallel()
	s := setting.Setting{Metric: "m", Namespace: metav1.NamespaceDefault, Name: "a"}
	s.Resource.Resource = "pods"
	want := "there is no object pods default/a yet: its metric can be read when there is (without -n, the namespace is default)"
	if got := noObject(s, "", ""); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSetIsRefused: nothing is written where something is known to be wrong before.
func TestSetIsRefused(t *testing.T) {
	t.Parallel()
	pod := Target{Metric: "m", Resource: "pods", Name: "a", Namespace: "shop"}
	for _, test := range []struct {
		name   string
		target Target
		more   map[string]answer
		want   string
	}{
		{
			name: "declared by name", target: pod,
			more: map[string]answer{"GET " + inShop: declaredInShop(`{"metric":"m","objects":{"resource":"pods","name":"a"},"value":1}`)},
			want: "m of pods shop/a is declared already, by the SimulatedMetric shop/theirs: change that one, or remove it first with " +
				"`kubectl --context kwok-test -n shop delete simulatedmetric theirs`",
		},
		{
			name: "declared by labels", target: pod,
			more: map[string]answer{"GET " + inShop: declaredInShop(`{"metric":"m","objects":{"resource":"pods","selector":{"matchLabels":{"app":"web"}}},"value":"1"}`)},
			want: "by the SimulatedMetric shop/theirs, whose selector app=web matches it: change",
		},
		{
			name: "declared for all", target: pod,
			more: map[string]answer{"GET " + inShop: declaredInShop(`{"metric":"m","objects":{"resource":"pods","selector":{}},"value":"1"}`)},
			want: "by the SimulatedMetric shop/theirs, whose selector matches all of them: change",
		},
		{
			name: "declared for all nodes", target: Target{Metric: "m", Resource: "nodes", Name: "a"},
			more: map[string]answer{"GET " + groupPath + clusterScoped: {body: map[string]any{
				"kind": "ClusterSimulatedMetricList", "apiVersion": "lab.example.com/v1alpha1",
				"items": []any{map[string]any{
					"metadata": map[string]any{"name": "theirs"},
					"spec":     map[string]any{"metric": "m", "objects": map[string]any{"resource": "nodes", "selector": map[string]any{}}},
				}},
			}}},
			want: "remove it first with `kubectl --context kwok-test delete clustersimulatedmetric theirs`",
		},
		{
			name: "declared series", target: Target{Metric: "m", Namespace: "shop", Labels: labels.Set{"queue": "orders"}},
			more: map[string]answer{"GET " + inShop: declaredInShop(`{"metric":"m","external":{"labels":{"queue":"orders"}},"value":"1"}`)},
			want: "external metric m of namespace shop with queue=orders is declared already, by the SimulatedMetric shop/theirs",
		},
		{
			name: "unknown resource", target: Target{Metric: "m", Resource: "podz", Name: "a"},
			want: "the lab test knows no resource \"podz\": `kubectl --context kwok-test api-resources` lists those that it knows",
		},
		{
			name: "metric for a resource", target: Target{Metric: "m", Resource: "queue_depth", Name: "a"},
			want: `knows no resource "queue_depth"`,
		},
		{
			name: "older lab", target: Target{Metric: "m", Namespace: "elsewhere"},
			want: "has no definition of SimulatedMetrics: `make up NAME=test` puts it there",
		},
		{
			name: "object that cannot be read", target: pod,
			more: map[string]answer{"GET /api/v1/namespaces/shop/pods/a": failure(http.StatusForbidden, metav1.StatusReasonForbidden, "pods are forbidden", nil)},
			want: "the API server refuses it: pods are forbidden",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, client := newServer(t, cluster(test.more))
			if result, err := client.Set(t.Context(), test.target, zero()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("want it refused with %q, got %+v, %v", test.want, result, err)
			}
			if writes := server.written(); len(writes) > 0 {
				t.Errorf("want nothing written, got %v", writes)
			}
		})
	}
}

func TestWhatTheServerRefuses(t *testing.T) {
	t.Parallel()
	pod := Target{Metric: "m", Resource: "pods", Name: "a", Namespace: "shop"}
	for _, test := range []struct {
		name   string
		answer answer
		want   string
	}{
		{
			name: "rules",
			answer: failure(http.StatusUnprocessableEntity, metav1.StatusReasonInvalid, "SimulatedMetric \"x\" is invalid", &metav1.StatusDetails{Causes: []metav1.StatusCause{
				{Field: "spec.metric", Message: `Invalid value: "a/b": write letters only`},
				{Field: "spec", Message: "Invalid value: write one of value and curve"},
				{Field: "<nil>", Message: "Invalid value: null: some validation rules were not checked"},
			}}),
			want: `the API server refuses it: metric: Invalid value: "a/b": write letters only; write one of value and curve`,
		},
		{
			name:   "rules without causes",
			answer: failure(http.StatusUnprocessableEntity, metav1.StatusReasonInvalid, "it is invalid", nil),
			want:   "the API server refuses it: it is invalid",
		},
		{
			name:   "no namespace",
			answer: failure(http.StatusNotFound, metav1.StatusReasonNotFound, `namespaces "shop" not found`, &metav1.StatusDetails{Kind: "namespaces", Name: "shop"}),
			want:   "there is no namespace shop: make it with `kubectl --context kwok-test create namespace shop`, or choose another with -n",
		},
		{
			name:   "namespace that ends",
			answer: failure(http.StatusForbidden, metav1.StatusReasonForbidden, "shop is being terminated", nil),
			want:   "the API server refuses it: shop is being terminated",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, client := newServer(t, cluster(map[string]answer{"PATCH " + stored(objectName(t, pod, "pods")): test.answer}))
			if result, err := client.Set(t.Context(), pod, zero()); err == nil || err.Error() != test.want {
				t.Errorf("want %q, got %+v, %v", test.want, result, err)
			}
		})
	}
}

func TestUnset(t *testing.T) {
	t.Parallel()
	pod := Target{Metric: "m", Resource: "po", Name: "a", Namespace: "shop"}
	name := objectName(t, pod, "pods")
	gone := failure(http.StatusNotFound, metav1.StatusReasonNotFound, "not found", &metav1.StatusDetails{Kind: "simulatedmetrics", Name: name})
	for _, test := range []struct {
		name    string
		more    map[string]answer
		want    string
		wantErr string
	}{
		{
			name: "set",
			more: map[string]answer{"DELETE " + stored(name): {body: metav1.Status{TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}, Status: metav1.StatusSuccess}}},
			want: "m of pods shop/a is no longer set (removed the SimulatedMetric shop/" + name + ")",
		},
		{
			name:    "not set",
			more:    map[string]answer{"DELETE " + stored(name): gone},
			wantErr: "m of pods shop/a is not set: nothing to remove",
		},
		{
			name: "declared by others",
			more: map[string]answer{
				"DELETE " + stored(name): gone,
				"GET " + inShop:          declaredInShop(`{"metric":"m","objects":{"resource":"pods","selector":{"matchLabels":{"app":"web"}}},"value":"1"}`),
			},
			wantErr: "m of pods shop/a was not set by `bin/lab set` but declared by the SimulatedMetric shop/theirs, whose selector app=web matches it: " +
				"remove that one with `kubectl --context kwok-test -n shop delete simulatedmetric theirs`",
		},
		{
			name:    "older lab",
			wantErr: "the lab test has no definition of SimulatedMetrics: `make up NAME=test` puts it there",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, client := newServer(t, cluster(test.more))
			result, err := client.Unset(t.Context(), pod)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(test.wantErr, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(Result{Done: test.want}, result); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			if writes := server.written(); len(writes) != 1 || !strings.HasPrefix(writes[0], "DELETE "+stored(name)) {
				t.Errorf("want one DELETE, got %v", writes)
			}
		})
	}
}

func TestUnsetSaysWhichSeriesThereAre(t *testing.T) {
	t.Parallel()
	target := Target{Metric: "m", Namespace: "shop"}
	missing := failure(http.StatusNotFound, metav1.StatusReasonNotFound, "not found", &metav1.StatusDetails{Kind: "simulatedmetrics", Name: objectName(t, target, "")})
	for _, row := range []struct {
		name, there string
		labels      map[string]string
		want        string
	}{
		{"with labels", `{"metric":"m","external":{"labels":{"queue":"orders"}},"value":"1"}`, nil,
			"external metric m of namespace shop is not set, but one is declared with --labels queue=orders"},
		{"without labels", `{"metric":"m","external":{},"value":"1"}`, map[string]string{"queue": "a"},
			"external metric m of namespace shop with queue=a is not set, but one is declared without --labels"},
		{"of other metrics", `{"metric":"n","external":{},"value":"1"}`, map[string]string{"queue": "a"},
			"external metric m of namespace shop with queue=a is not set: nothing to remove"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			target := target
			target.Labels = row.labels
			_, client := newServer(t, cluster(map[string]answer{
				"DELETE " + stored(objectName(t, target, "")): missing, "GET " + inShop: declaredInShop(row.there),
			}))
			if _, err := client.Unset(t.Context(), target); err == nil || err.Error() != row.want {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
}

func TestAServerThatIsGone(t *testing.T) {
	t.Parallel()
	backend := httptest.NewServer(http.NotFoundHandler())
	backend.Close()
	_, err := clientOf(t, backend.URL).Set(t.Context(), Target{Metric: "m"}, zero())
	if err == nil || !strings.Contains(err.Error(), "refused): `make status NAME=test` says what is wrong") || strings.Contains(err.Error(), "http://") {
		t.Errorf("got %v", err)
	}
}

func TestAServerThatHangs(t *testing.T) {
	t.Parallel()
	asked, release := make(chan struct{}, 10), make(chan struct{})
	backend := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
		<-release
	}))
	t.Cleanup(backend.Close)
	t.Cleanup(func() { close(release) }) // comes first
	client := clientOf(t, backend.URL)

	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := client.Set(ctx, Target{Metric: "m"}, zero()); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: want context.Canceled, got %v", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 0)
	defer cancel()
	_, err := client.Unset(ctx, Target{Metric: "m"})
	if err == nil || !strings.Contains(err.Error(), "the API server of the lab test does not answer within 30s") {
		t.Errorf("too late: got %v", err)
	}
}
