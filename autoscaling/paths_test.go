package autoscaling

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/scale/fake"
	clienttesting "k8s.io/client-go/testing"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	scales := new(fake.FakeScaleClient)
	scales.AddReactor("get", "deployments", func(clienttesting.Action) (bool, runtime.Object, error) {
		return true, &autoscalingv1.Scale{Status: autoscalingv1.ScaleStatus{Selector: "app=web"}}, nil
	})
	mapper := meta.NewDefaultRESTMapper(nil)
	mapper.Add(schema.GroupVersionKind{Version: "v1", Kind: "Service"}, meta.RESTScopeNamespace)
	mapper.Add(schema.GroupVersionKind{Version: "v1", Kind: "Namespace"}, meta.RESTScopeRoot)
	mapper.Add(schema.GroupVersionKind{Version: "v1", Kind: "Node"}, meta.RESTScopeRoot)
	mapper.Add(schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}, meta.RESTScopeNamespace)
	p := &Paths{mapper: mapper, scales: scales}

	orders := &metav1.LabelSelector{MatchLabels: map[string]string{"queue": "orders"}}
	object := func(apiVersion, kind, name string) autoscalingv2.MetricSpec {
		return autoscalingv2.MetricSpec{Object: &autoscalingv2.ObjectMetricSource{
			DescribedObject: autoscalingv2.CrossVersionObjectReference{APIVersion: apiVersion, Kind: kind, Name: name},
			Metric:          autoscalingv2.MetricIdentifier{Name: "m"},
		}}
	}
	for _, test := range []struct {
		name   string
		metric autoscalingv2.MetricSpec
		want   []string
	}{
		{"pods", autoscalingv2.MetricSpec{Pods: &autoscalingv2.PodsMetricSource{Metric: autoscalingv2.MetricIdentifier{Name: "m"}}},
			[]string{"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/m?labelSelector=app%3Dweb"}},
		{"pods, some series", autoscalingv2.MetricSpec{Pods: &autoscalingv2.PodsMetricSource{Metric: autoscalingv2.MetricIdentifier{Name: "m", Selector: orders}}},
			[]string{"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/m?labelSelector=app%3Dweb&metricLabelSelector=queue%3Dorders"}},
		{"service", object("v1", "Service", "web"), []string{"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/services/web/m"}},
		{"deployment", object("apps/v1", "Deployment", "web"), []string{"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/deployments.apps/web/m"}},
		{"node, as if it were in the namespace", object("v1", "Node", "a"), []string{"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/nodes/a/m"}},
		{"namespace, whatever its name", object("v1", "Namespace", "other"), []string{"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/metrics/m"}},
		{"external", autoscalingv2.MetricSpec{External: &autoscalingv2.ExternalMetricSource{Metric: autoscalingv2.MetricIdentifier{Name: "m", Selector: orders}}},
			[]string{"/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/m?labelSelector=queue%3Dorders"}},
		{"CPU", autoscalingv2.MetricSpec{Resource: &autoscalingv2.ResourceMetricSource{Name: "cpu"}},
			[]string{"/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?labelSelector=app%3Dweb"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			hpa := &autoscalingv2.HorizontalPodAutoscaler{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "web"}}
			hpa.Spec.ScaleTargetRef = autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: "web"}
			hpa.Spec.Metrics = []autoscalingv2.MetricSpec{test.metric}
			got, err := p.Of(t.Context(), hpa)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("paths (-want +got):\n%s", diff)
			}
		})
	}
}
