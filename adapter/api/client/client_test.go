package client_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// TestSetStatus: what is not known any more is removed from what is stored, and what was stored meanwhile is not lost.
func TestSetStatus(t *testing.T) {
	t.Parallel()
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = r.Method + " " + r.URL.Path + " " + r.Header.Get("Content-Type") + " " + string(body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"apiVersion":"lab.example.com/v1alpha1","kind":"SimulatedMetric"}`)
	}))
	t.Cleanup(server.Close)
	c, err := client.New(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	three := int32(3)
	conditions := []metav1.Condition{{Type: "Ready", Status: "False", Reason: "UnknownResource"}}
	const stored = `[{"type":"Ready","status":"False","lastTransitionTime":null,"reason":"UnknownResource","message":""}]`
	for _, row := range []struct {
		objects *int32
		want    string
	}{{&three, "3"}, {nil, "null"}} {
		err := c.SetStatus(t.Context(), client.SimulatedMetrics, types.NamespacedName{Namespace: "shop", Name: "a"}, "7", v1alpha1.Status{Conditions: conditions, Objects: row.objects})
		if err != nil {
			t.Fatal(err)
		}
		want := "PATCH /apis/lab.example.com/v1alpha1/namespaces/shop/simulatedmetrics/a/status application/merge-patch+json " +
			`{"metadata":{"resourceVersion":"7"},"status":{"conditions":` + stored + `,"objects":` + row.want + `}}`
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("request (-want +got):\n%s", diff)
		}
	}
}
