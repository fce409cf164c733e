package metric

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/setting"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// declared makes a declaration of the metric m.
func declared(objects *v1alpha1.Objects, external *v1alpha1.External) declaration {
	return declaration{&metav1.ObjectMeta{Namespace: "shop", Name: "theirs"}, "m", objects, external}
}

func TestInTheWay(t *testing.T) {
	t.Parallel()
	byLabels := func(resource string, selector v1alpha1.Selector) declaration {
		return declared(&v1alpha1.Objects{Resource: resource, Selector: &selector}, nil)
	}
	web := v1alpha1.Selector{MatchLabels: map[string]v1alpha1.LabelValue{"app": "web"}}
	notWeb := v1alpha1.Selector{MatchExpressions: []v1alpha1.SelectorRequirement{
		{Key: "app", Operator: metav1.LabelSelectorOpNotIn, Values: []v1alpha1.LabelValue{"web"}},
	}}
	pod := setting.Setting{Metric: "m", Namespace: "shop", Resource: schema.GroupResource{Resource: "pods"}, Name: "web-1"}
	other, series := pod, setting.Setting{Metric: "m", Namespace: "shop", Labels: labels.Set{"queue": "orders"}}
	other.Metric = "other"
	found := &metav1.ObjectMeta{Labels: map[string]string{"app": "web"}}
	for _, test := range []struct {
		name     string
		declared declaration
		setting  setting.Setting
		found    metav1.Object
		own      string
		want     bool
	}{
		{name: "by name", declared: declared(&v1alpha1.Objects{Resource: "pods", Name: "web-1"}, nil), setting: pod, want: true},
		{name: "itself", declared: declared(&v1alpha1.Objects{Resource: "pods", Name: "web-1"}, nil), setting: pod, own: "theirs"},
		{name: "other metric", declared: declared(&v1alpha1.Objects{Resource: "pods", Name: "web-1"}, nil), setting: other},
		{name: "other name", declared: declared(&v1alpha1.Objects{Resource: "pods", Name: "web-2"}, nil), setting: pod},
		{name: "other resource", declared: declared(&v1alpha1.Objects{Resource: "services", Name: "web-1"}, nil), setting: pod},
		{name: "selector", declared: byLabels("pods", web), setting: pod, found: found, want: true},
		{name: "selector of others", declared: byLabels("pods", notWeb), setting: pod, found: found},
		{name: "selector, and no object", declared: byLabels("pods", web), setting: pod},
		{name: "selector of others, and no object", declared: byLabels("pods", notWeb), setting: pod},
		{name: "selector of all", declared: byLabels("pods", v1alpha1.Selector{}), setting: pod, found: found, want: true},
		{name: "selector of all, and no object", declared: byLabels("pods", v1alpha1.Selector{}), setting: pod, want: true},
		{name: "selector of another resource", declared: byLabels("services", web), setting: pod, found: found},
		{name: "external, for an object", declared: declared(nil, &v1alpha1.External{}), setting: pod},
		{name: "series", declared: declared(nil, &v1alpha1.External{Labels: map[string]string{"queue": "orders"}}), setting: series, want: true},
		{name: "other series", declared: declared(nil, &v1alpha1.External{Labels: map[string]string{"queue": "invoices"}}), setting: series},
		{name: "series without labels", declared: declared(nil, &v1alpha1.External{}), setting: setting.Setting{Metric: "m", Namespace: "shop", Labels: labels.Set{}}, want: true},
		{name: "object, for a series", declared: declared(&v1alpha1.Objects{Resource: "pods", Name: "web-1"}, nil), setting: series},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := conflicting([]declaration{test.declared}, test.setting, test.own, test.found) != nil
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("in the way (-want +got):\n%s", diff)
			}
		})
	}
}
