package provider_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/metrics/pkg/apis/custom_metrics"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/provider"
	"example.com/metrics-lab/adapter/source"
)

// newShop has three pods, one of which has no sample, a deployment and a node.
func newShop() *provider.Provider {
	return newProvider(
		&cluster{objects: map[types.NamespacedName]labels.Set{
			shop("web-0"):  {"app": "web"},
			shop("web-1"):  {"app": "web"},
			shop("web-2"):  {"app": "web"},
			shop("web"):    {},
			{Name: "node"}: {},
		}},
		&backend{
			metrics: []source.Metric{namespaced(pods, "requests"), namespaced(deployments, "requests"), {Name: "requests", Resource: nodes}},
			samples: map[string]source.Sample{
				"web-0": {Value: resource.MustParse("10"), Time: noon, Labels: labels.Set{"verb": "get"}},
				"web-2": {Value: resource.MustParse("1500m"), Time: noon.Add(1), Labels: labels.Set{"verb": "put"}},
				"web":   {Value: resource.MustParse("30"), Time: noon},
				"node":  {Value: resource.MustParse("40"), Time: noon},
			},
		})
}

func parse(t *testing.T, selector string) labels.Selector {
	t.Helper()
	parsed, err := labels.Parse(selector)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestGetMetricByName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		resource string
		object   types.NamespacedName
		selector string
		want     custom_metrics.MetricValue
	}{
		{
			name:     "core group",
			resource: "pods",
			object:   shop("web-0"),
			want: custom_metrics.MetricValue{
				DescribedObject: custom_metrics.ObjectReference{APIVersion: "v1", Kind: "Pod", Namespace: "shop", Name: "web-0"},
				Metric:          custom_metrics.MetricIdentifier{Name: "requests"},
				Timestamp:       metav1.NewTime(noon),
				Value:           resource.MustParse("10"),
			},
		},
		{
			name:     "singular and a group",
			resource: "deployment.apps",
			object:   shop("web"),
			want: custom_metrics.MetricValue{
				DescribedObject: custom_metrics.ObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Namespace: "shop", Name: "web"},
				Metric:          custom_metrics.MetricIdentifier{Name: "requests"},
				Timestamp:       metav1.NewTime(noon),
				Value:           resource.MustParse("30"),
			},
		},
		{
			name:     "root-scoped",
			resource: "nodes",
			object:   types.NamespacedName{Name: "node"},
			want: custom_metrics.MetricValue{
				DescribedObject: custom_metrics.ObjectReference{APIVersion: "v1", Kind: "Node", Name: "node"},
				Metric:          custom_metrics.MetricIdentifier{Name: "requests"},
				Timestamp:       metav1.NewTime(noon),
				Value:           resource.MustParse("40"),
			},
		},
		{
			name:     "a metric label selector is repeated",
			resource: "pods",
			object:   shop("web-0"),
			selector: "verb in (get,list),!code",
			want: custom_metrics.MetricValue{
				DescribedObject: custom_metrics.ObjectReference{APIVersion: "v1", Kind: "Pod", Namespace: "shop", Name: "web-0"},
				Metric: custom_metrics.MetricIdentifier{Name: "requests", Selector: &metav1.LabelSelector{
					MatchLabels: map[string]string{},
					MatchExpressions: []metav1.LabelSelectorRequirement{
						{Key: "code", Operator: metav1.LabelSelectorOpDoesNotExist, Values: []string{}},
						{Key: "verb", Operator: metav1.LabelSelectorOpIn, Values: []string{"get", "list"}},
					},
				}},
				Timestamp: metav1.NewTime(noon),
				Value:     resource.MustParse("10"),
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			info := metricsprovider.CustomMetricInfo{
				GroupResource: schema.ParseGroupResource(test.resource),
				Namespaced:    test.object.Namespace != "",
				Metric:        "requests",
			}
			got, err := newShop().GetMetricByName(t.Context(), test.object, info, parse(t, test.selector))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.want, got); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGetMetricBySelector(t *testing.T) {
	t.Parallel()
	verbPut := &metav1.LabelSelector{MatchLabels: map[string]string{"verb": "put"}, MatchExpressions: []metav1.LabelSelectorRequirement{}}
	pod := func(name, value string, nanoseconds int, selector *metav1.LabelSelector) custom_metrics.MetricValue {
		return custom_metrics.MetricValue{
			DescribedObject: custom_metrics.ObjectReference{APIVersion: "v1", Kind: "Pod", Namespace: "shop", Name: name},
			Metric:          custom_metrics.MetricIdentifier{Name: "requests", Selector: selector},
			Timestamp:       metav1.NewTime(noon.Add(time.Duration(nanoseconds))),
			Value:           resource.MustParse(value),
		}
	}
	for _, test := range []struct {
		name           string
		selector       string
		metricSelector string
		want           []custom_metrics.MetricValue
	}{
		{
			name:     "an object without a sample is left out",
			selector: "app=web",
			want:     []custom_metrics.MetricValue{pod("web-0", "10", 0, nil), pod("web-2", "1500m", 1, nil)},
		},
		{
			name:           "so is one whose labels do not match",
			selector:       "app=web",
			metricSelector: "verb=put",
			want:           []custom_metrics.MetricValue{pod("web-2", "1500m", 1, verbPut)},
		},
		{name: "no object matches", selector: "app=db", want: []custom_metrics.MetricValue{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			info := metricsprovider.CustomMetricInfo{GroupResource: pods, Namespaced: true, Metric: "requests"}
			got, err := newShop().GetMetricBySelector(t.Context(), "shop", parse(t, test.selector), info, parse(t, test.metricSelector))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.Items); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}
