package autoscaling_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	"k8s.io/kube-aggregator/pkg/client/clientset_generated/clientset/fake"

	"example.com/metrics-lab/autoscaling"
)

func TestUnavailable(t *testing.T) {
	t.Parallel()
	service := func(name string, conditions ...apiregistrationv1.APIServiceCondition) *apiregistrationv1.APIService {
		return &apiregistrationv1.APIService{ObjectMeta: metav1.ObjectMeta{Name: name}, Status: apiregistrationv1.APIServiceStatus{Conditions: conditions}}
	}
	is := func(status apiregistrationv1.ConditionStatus) apiregistrationv1.APIServiceCondition {
		return apiregistrationv1.APIServiceCondition{Type: apiregistrationv1.Available, Status: status, Reason: "MissingEndpoints", Message: "no addresses"}
	}
	client := fake.NewClientset(service("good", is(apiregistrationv1.ConditionTrue)), service("bad", is(apiregistrationv1.ConditionFalse)), service("new")).ApiregistrationV1()
	got, err := autoscaling.Unavailable(t.Context(), client, []string{"good", "bad", "new"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"bad: MissingEndpoints: no addresses", "new: Unknown: not looked at yet"}, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if _, err := autoscaling.Unavailable(t.Context(), client, []string{"none"}); err == nil {
		t.Error("one that is not registered is no error")
	}
}

// TestAsk: what is said is what the API server says.
func TestAsk(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path + "?" + r.URL.Query().Get("labelSelector") {
		case "/apis/good?a=b":
			_, _ = io.WriteString(w, `{"kind":"MetricValueList"}`)
		case "/apis/external.metrics.k8s.io/v1beta1?":
			_, _ = io.WriteString(w, `{"kind":"APIResourceList","groupVersion":"external.metrics.k8s.io/v1beta1","resources":[]}`)
		default:
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","message":"no such metric","code":404}`)
		}
	}))
	t.Cleanup(server.Close)
	client, err := discovery.NewDiscoveryClientForConfig(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	var list struct{ Kind string }
	if err := autoscaling.Ask(t.Context(), client.RESTClient(), "/apis/good?labelSelector=a%3Db", &list); err != nil || list.Kind != "MetricValueList" {
		t.Errorf("got %+v, %v", list, err)
	}
	if err := autoscaling.Ask(t.Context(), client.RESTClient(), "/apis/other", &list); err == nil || !strings.Contains(err.Error(), "GET /apis/other: no such metric") {
		t.Errorf("got %v, want the words of the API server", err)
	}
	if err := autoscaling.Discover(t.Context(), client, []string{"v1beta1.external.metrics.k8s.io"}); err != nil {
		t.Error(err)
	}
	if err := autoscaling.Discover(t.Context(), client, []string{"v1beta1.external.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io"}); err == nil || !strings.Contains(err.Error(), "ask v1beta2.custom.metrics.k8s.io") {
		t.Errorf("got %v, want the name of the one that does not answer", err)
	}
}
