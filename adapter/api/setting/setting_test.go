package setting_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"

	"example.com/metrics-lab/adapter/api/setting"
)

func pods(namespace, name, metric string) setting.Setting {
	return setting.Setting{Metric: metric, Namespace: namespace, Resource: schema.GroupResource{Resource: "pods"}, Name: name}
}

// TestObject compares what is sent: server-side apply takes each field that is there for one that is to be owned.
func TestObject(t *testing.T) {
	t.Parallel()
	deployments := schema.GroupResource{Group: "apps", Resource: "deployments"}
	for _, test := range []struct {
		name    string
		setting setting.Setting
		want    string
	}{
		{
			name:    "namespaced",
			setting: pods("shop", "web-1", "http_requests"),
			want: `{"kind":"SimulatedMetric","apiVersion":"lab.example.com/v1alpha1",` +
				`"metadata":{"name":"pods-web-1-http-requests-HASH","namespace":"shop"},` +
				`"spec":{"metric":"http_requests","objects":{"resource":"pods","name":"web-1"},"value":"40"}}`,
		},
		{
			name:    "with a group and labels",
			setting: setting.Setting{Metric: "m", Namespace: "shop", Resource: deployments, Name: "web", Labels: labels.Set{"verb": "GET"}},
			want: `{"kind":"SimulatedMetric","apiVersion":"lab.example.com/v1alpha1",` +
				`"metadata":{"name":"deployments-web-m-HASH","namespace":"shop"},` +
				`"spec":{"metric":"m","objects":{"resource":"deployments.apps","name":"web","metricLabels":{"verb":"GET"}},"value":"40"}}`,
		},
		{
			name:    "root-scoped",
			setting: setting.Setting{Metric: "load", Resource: schema.GroupResource{Resource: "nodes"}, Name: "a"},
			want: `{"kind":"ClusterSimulatedMetric","apiVersion":"lab.example.com/v1alpha1",` +
				`"metadata":{"name":"nodes-a-load-HASH"},` +
				`"spec":{"metric":"load","objects":{"resource":"nodes","name":"a"},"value":"40"}}`,
		},
		{
			name:    "external",
			setting: setting.Setting{Metric: "queue_depth", Namespace: "shop", Labels: labels.Set{"queue": "orders"}},
			want: `{"kind":"SimulatedMetric","apiVersion":"lab.example.com/v1alpha1",` +
				`"metadata":{"name":"external-queue-depth-HASH","namespace":"shop"},` +
				`"spec":{"metric":"queue_depth","external":{"labels":{"queue":"orders"}},"value":"40"}}`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			object := test.setting.Object(resource.MustParse("40"))
			name := object.GetName()
			object.SetName(name[:strings.LastIndex(name, "-")] + "-HASH")
			data, err := json.Marshal(object)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(data)); diff != "" {
				t.Errorf("JSON (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	external := func(queue string) setting.Setting {
		return setting.Setting{Metric: "m", Namespace: "shop", Labels: labels.Set{"queue": queue}}
	}
	all := []setting.Setting{
		pods("shop", "web-1", "m"),
		pods("shop", "web", "1-m"), // the same words
		pods("shop", "web-1", "M"),
		pods("shop", "web-1", "m_"),
		pods("shop", strings.Repeat("a", 253), strings.Repeat("b", 200)),
		pods("shop", strings.Repeat("a", 253), strings.Repeat("c", 200)),
		pods("shop", "web-1", "job:requests:rate5m"),
		external("orders"),
		external("invoices"),
		{Metric: "m", Namespace: "shop"},
	}
	seen := make(map[string]setting.Setting)
	for _, s := range all {
		name := s.Object(resource.Quantity{}).GetName()
		if other, ok := seen[name]; ok {
			t.Errorf("%+v and %+v have the same name %s", s, other, name)
		}
		seen[name] = s
		if problems := validation.IsDNS1123Subdomain(name); len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestAnObjectHasOneValueWhateverItsLabels(t *testing.T) {
	t.Parallel()
	labelled := pods("shop", "web-1", "m")
	labelled.Labels = labels.Set{"verb": "GET"}
	want := pods("shop", "web-1", "m").Object(resource.Quantity{}).GetName()
	if got := labelled.Object(resource.Quantity{}).GetName(); got != want {
		t.Errorf("want the name %s, got %s", want, got)
	}
}
