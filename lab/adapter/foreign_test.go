package adapter

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	"k8s.io/kube-aggregator/pkg/client/clientset_generated/clientset/fake"

	"example.com/metrics-lab/lab/clients"
)

// registered is an APIService; without a namespace it has no Service.
func registered(version, group, namespace, name string) *apiregistrationv1.APIService {
	s := &apiregistrationv1.APIService{ObjectMeta: metav1.ObjectMeta{Name: version + "." + group}}
	s.Spec.Group, s.Spec.Version = group, version
	if namespace != "" {
		s.Spec.Service = &apiregistrationv1.ServiceReference{Namespace: namespace, Name: name}
	}
	return s
}

func TestFindForeign(t *testing.T) {
	t.Parallel()
	const custom, external, resource = "custom.metrics.k8s.io", "external.metrics.k8s.io", "metrics.k8s.io"
	keda := registered("v1beta1", external, "keda", "keda-operator-metrics-apiserver")
	keda.Annotations = map[string]string{"meta.helm.sh/release-name": "autoscaler", "meta.helm.sh/release-namespace": "keda"}
	prometheus := registered("v1beta1", custom, "monitoring", "prometheus-adapter")
	prometheus.Labels = map[string]string{"app.kubernetes.io/part-of": "metrics-lab"} // applied over the lab's
	const isKeda = "v1beta1.external.metrics.k8s.io is served by keda/keda-operator-metrics-apiserver (Helm release keda/autoscaler)"
	const isPrometheus = "v1beta1.custom.metrics.k8s.io is served by monitoring/prometheus-adapter"
	for _, row := range []struct {
		name string
		is   []*apiregistrationv1.APIService
		want []string
	}{
		{"none", nil, nil},
		{"ours", []*apiregistrationv1.APIService{registered("v1beta2", custom, Namespace, Name), registered("v1beta1", resource, Namespace, Name)}, nil},
		{"prometheus-adapter", []*apiregistrationv1.APIService{prometheus}, []string{isPrometheus}},
		{"KEDA, beside ours", []*apiregistrationv1.APIService{registered("v1beta1", custom, Namespace, Name), keda}, []string{isKeda}},
		{"several", []*apiregistrationv1.APIService{keda, prometheus}, []string{isPrometheus, isKeda}},
		{"metrics-server", []*apiregistrationv1.APIService{registered("v1beta1", resource, "kube-system", "metrics-server")}, []string{"v1beta1.metrics.k8s.io is served by kube-system/metrics-server"}},
		{"a version that we do not serve", []*apiregistrationv1.APIService{registered("v1", external, "other", Name)}, []string{"v1.external.metrics.k8s.io is served by other/metrics-adapter"}},
		{"another Service of our namespace", []*apiregistrationv1.APIService{registered("v1beta1", external, Namespace, "other")}, []string{"v1beta1.external.metrics.k8s.io is served by metrics-lab/other"}},
		{"the API server itself", []*apiregistrationv1.APIService{registered("v1beta1", external, "", "")}, nil},
		{"other groups", []*apiregistrationv1.APIService{registered("v1", "apps", "", ""), registered("v1", "other.metrics.k8s.io", "a", "b")}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			client := fake.NewClientset()
			for _, s := range row.is {
				if err := client.Tracker().Add(s); err != nil {
					t.Fatal(err)
				}
			}
			found, err := FindForeign(t.Context(), &clients.Clients{APIServices: client})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found {
				got = append(got, f.String())
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("what others serve (-want +got):\n%s", diff)
			}
		})
	}
}
