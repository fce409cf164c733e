package write_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/setting"
	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/write"
)

var (
	_ write.Store    = (*client.Client)(nil)
	_ write.Resolver = (*objects.Mapping)(nil)
)

const podPath = "/write-metrics/namespaces/shop/pods/web-1/http_requests"

func TestWrite(t *testing.T) {
	t.Parallel()
	pod := setting.Setting{Metric: "http_requests", Namespace: "shop", Resource: pods, Name: "web-1"}
	deployment := setting.Setting{Metric: "m", Namespace: "shop", Resource: deployments, Name: "web"}
	node := setting.Setting{Metric: "load", Resource: nodes, Name: "a"}
	namespace := setting.Setting{Metric: "orders", Resource: namespaces, Name: "shop"}
	labelled := pod
	labelled.Labels = labels.Set{"verb": "GET", "code": "200"}
	for _, test := range []struct {
		name, path, body string
		want             setting.Setting
		wantValue        string
		wantMessage      string
	}{
		{
			name: "namespaced", path: podPath, body: `"300m"`, want: pod, wantValue: "300m",
			wantMessage: "SimulatedMetric shop/pods-web-1-http-requests-HASH holds 300m",
		},
		{
			name: "number", path: podPath, body: `10.5`, want: pod, wantValue: "10500m",
			wantMessage: "SimulatedMetric shop/pods-web-1-http-requests-HASH holds 10500m",
		},
		{
			name: "singular", path: "/write-metrics/namespaces/shop/pod/web-1/http_requests", body: `300`, want: pod, wantValue: "300",
			wantMessage: "SimulatedMetric shop/pods-web-1-http-requests-HASH holds 300",
		},
		{
			name: "labels", path: podPath + "?labels=verb%3DGET,code=200", body: `300`, want: labelled, wantValue: "300",
			wantMessage: "SimulatedMetric shop/pods-web-1-http-requests-HASH holds 300",
		},
		{
			name: "with its group", path: "/write-metrics/namespaces/shop/deployments.apps/web/m", body: `1`, want: deployment, wantValue: "1",
			wantMessage: "SimulatedMetric shop/deployments-web-m-HASH holds 1",
		},
		{
			name: "without its group", path: "/write-metrics/namespaces/shop/deployments/web/m", body: `1`, want: deployment, wantValue: "1",
			wantMessage: "SimulatedMetric shop/deployments-web-m-HASH holds 1",
		},
		{
			name: "root-scoped", path: "/write-metrics/nodes/a/load", body: `"-1"`, want: node, wantValue: "-1",
			wantMessage: "ClusterSimulatedMetric nodes-a-load-HASH holds -1",
		},
		{
			name: "a namespace", path: "/write-metrics/namespaces/shop/metrics/orders", body: `0`, want: namespace, wantValue: "0",
			wantMessage: "ClusterSimulatedMetric namespaces-shop-orders-HASH holds 0",
		},
		{
			name: "a namespace as any root-scoped object", path: "/write-metrics/namespaces/shop/orders", body: `0`, want: namespace, wantValue: "0",
			wantMessage: "ClusterSimulatedMetric namespaces-shop-orders-HASH holds 0",
		},
		{
			name: "escapes", path: "/write%2Dmetrics/n%61mespaces/shop/pods/web%2d1/http_requests", body: `300`, want: pod, wantValue: "300",
			wantMessage: "SimulatedMetric shop/pods-web-1-http-requests-HASH holds 300",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := &store{}
			got := outcomeOf(t, post(t, newHandler(s, cluster{}), test.path, test.body))
			object := test.want.Object(resource.MustParse(test.wantValue))
			if diff := cmp.Diff([]metav1.Object{object}, s.applied); diff != "" {
				t.Errorf("stored (-want +got):\n%s", diff)
			}
			hash := object.GetName()[strings.LastIndex(object.GetName(), "-")+1:]
			want := outcome{Code: http.StatusOK, Message: strings.ReplaceAll(test.wantMessage, "HASH", hash)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{setting.Manager}, s.managers); diff != "" {
				t.Errorf("managers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnswersAfterItIsStored(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &store{release: make(chan struct{})}
		answered := make(chan outcome, 1)
		go func() { answered <- outcomeOf(t, post(t, newHandler(s, cluster{}), podPath, `"300m"`)) }()
		synctest.Wait()
		if len(s.applied) != 1 || len(answered) != 0 {
			t.Errorf("while the store stores one value, it has %d, and %d writes are answered", len(s.applied), len(answered))
		}
		close(s.release)
		if got := <-answered; got.Code != http.StatusOK {
			t.Errorf("want success, got %+v", got)
		}
	})
}

// TestStopsWithTheRequest is about a store that does not answer: the deadline is that of the request.
func TestStopsWithTheRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		s := &store{release: make(chan struct{})}
		recorder := httptest.NewRecorder()
		request := httptest.NewRequestWithContext(ctx, http.MethodPost, podPath, strings.NewReader("1"))
		newHandler(s, cluster{}).ServeHTTP(recorder, request)
		want := outcome{
			Code: http.StatusGatewayTimeout, Reason: metav1.StatusReasonTimeout,
			Message: "Timeout: the API server did not store the value in time; it may or may not be stored",
		}
		if diff := cmp.Diff(want, outcomeOf(t, recorder)); diff != "" {
			t.Errorf("answer (-want +got):\n%s", diff)
		}
	})
}

func TestEncodedBody(t *testing.T) {
	t.Parallel()
	for encoding, want := range map[string]outcome{
		"gzip": {
			Code: http.StatusUnsupportedMediaType, Reason: metav1.StatusReasonUnsupportedMediaType,
			Message: "the body has the Content-Encoding gzip: send it as it is",
		},
		"Identity": {Code: http.StatusOK},
	} {
		t.Run(encoding, func(t *testing.T) {
			t.Parallel()
			request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, podPath, strings.NewReader("1"))
			request.Header.Set("Content-Encoding", encoding)
			recorder := httptest.NewRecorder()
			newHandler(&store{}, cluster{}).ServeHTTP(recorder, request)
			got := outcomeOf(t, recorder)
			if want.Message == "" { // it names what was stored
				got.Message = ""
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNamesThatNoObjectHas: a value of such an object could never be read.
func TestNamesThatNoObjectHas(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		"/write-metrics/namespaces/shop/pods/WEB/m", "/write-metrics/namespaces/shop/deployments.apps/web_1/m", "/write-metrics/nodes/A/m",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			s := &store{}
			got := outcomeOf(t, post(t, newHandler(s, cluster{}), path, "1"))
			if got.Code != http.StatusBadRequest || !strings.HasPrefix(got.Message, "no object of ") || len(s.applied) > 0 {
				t.Errorf("got %+v and stored %v, want a bad request", got, s.applied)
			}
		})
	}
}

func TestOtherMethods(t *testing.T) {
	t.Parallel()
	for _, method := range []string{
		http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, "post",
	} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			s := &store{}
			recorder := send(t, newHandler(s, cluster{}), method, podPath, nil)
			want := outcome{
				Code: http.StatusMethodNotAllowed, Reason: metav1.StatusReasonMethodNotAllowed,
				Message: method + " is not allowed: a value is written with POST",
			}
			if diff := cmp.Diff(want, outcomeOf(t, recorder)); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			if got := recorder.Header().Get("Allow"); got != http.MethodPost {
				t.Errorf("want POST to be allowed, got %q", got)
			}
			if len(s.applied) != 0 {
				t.Errorf("stored %v", s.applied)
			}
		})
	}
}
