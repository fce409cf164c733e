package check

import (
	"encoding/json"
	"fmt"
	"testing"

	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
	externalv1beta1 "k8s.io/metrics/pkg/apis/external_metrics/v1beta1"
)

const (
	podsPath      = "/api/v1/namespaces/apis/pods"
	requestsOfAll = customPrefix + "namespaces/apis/pods/*/http_requests"
)

func podList(t *testing.T, names ...string) string {
	t.Helper()
	var list corev1.PodList
	for _, name := range names {
		list.Items = append(list.Items, corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name}})
	}
	return toJSON(t, list)
}

func valuesOf(t *testing.T, metric string, pods ...string) string {
	t.Helper()
	var list v1beta2.MetricValueList
	for _, name := range pods {
		list.Items = append(list.Items, v1beta2.MetricValue{
			DescribedObject: corev1.ObjectReference{Kind: "Pod", Namespace: "apis", Name: name}, Metric: v1beta2.MetricIdentifier{Name: metric},
		})
	}
	return toJSON(t, list)
}

func seriesOf(t *testing.T, series ...map[string]string) string {
	t.Helper()
	var list externalv1beta1.ExternalMetricValueList
	for _, labels := range series {
		list.Items = append(list.Items, externalv1beta1.ExternalMetricValue{MetricLabels: labels})
	}
	return toJSON(t, list)
}

func TestCanaryIsLabelled(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		canaries []string
		want     string
	}{
		{[]string{"web-2"}, ""},
		{nil, "step 5 labels web-2"},
		{[]string{"web-1", "web-2"}, `["web-1" "web-2"]`},
	} {
		t.Run(fmt.Sprint(row.canaries), func(t *testing.T) {
			t.Parallel()
			s := server{json: map[string]string{podsPath + "?app=web,track=canary": podList(t, row.canaries...)}}
			says(t, canaryIsLabelled(t.Context(), s.lab(t, nil)), row.want)
		})
	}
}

func TestStableIsAnswered(t *testing.T) {
	t.Parallel()
	s := server{json: map[string]string{
		podsPath + "?app=web,track!=canary":                               podList(t, "web-1", "web-0"),
		requestsOfAll + "?track!=canary":                                  valuesOf(t, "http_requests", "web-0", "web-1"),
		requestsOfAll:                                                     valuesOf(t, "http_requests", "web-0", "web-1", "web-2"),
		customPrefix + "namespaces/apis/pods/web-0/http_requests":         valuesOf(t, "http_requests", "web-0"),
		customPrefix + "namespaces/apis/pods/*/packets?track!=canary":     valuesOf(t, "packets", "web-0", "web-1"),
		"/apis/custom.metrics.k8s.io/v1beta1/namespaces/apis/pods/*/http": valuesOf(t, "http_requests", "web-0", "web-1"),
	}}
	for _, row := range []struct{ name, path, want string }{
		{"right", requestsOfAll + "?labelSelector=track!%3Dcanary\n", ""},
		{"encoded otherwise", requestsOfAll + "?labelSelector=track%21=canary", ""},
		{"all", requestsOfAll, `["web-0" "web-1" "web-2"]`},
		{"one", customPrefix + "namespaces/apis/pods/web-0/http_requests", `["web-0"]`},
		{"another metric", customPrefix + "namespaces/apis/pods/*/packets?labelSelector=track!=canary", "the answer has packets of Pod apis/web-0"},
		{"another version", "/apis/custom.metrics.k8s.io/v1beta1/namespaces/apis/pods/*/http", "begins with /apis/custom.metrics.k8s.io/v1beta2/"},
		{"not answered", customPrefix + "nonsense", "there is no such thing: exercise 1"},
		{"empty", "\n", "no line, or more"},
		{"two lines", "a\nb\n", "no line, or more"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			says(t, stableIsAnswered(t.Context(), s.lab(t, map[string]string{"1-stable": row.path})), row.want)
		})
	}
	t.Run("no file", func(t *testing.T) {
		t.Parallel()
		says(t, stableIsAnswered(t.Context(), s.lab(t, nil)), "exercise 1 writes it")
	})
	t.Run("no pods", func(t *testing.T) {
		t.Parallel()
		empty := server{json: map[string]string{podsPath + "?app=web,track!=canary": podList(t), requestsOfAll: valuesOf(t, "")}}
		says(t, stableIsAnswered(t.Context(), empty.lab(t, map[string]string{"1-stable": requestsOfAll})), "about the pods []")
	})
}

func TestOrdersAreAnswered(t *testing.T) {
	t.Parallel()
	orders, premium := map[string]string{"queue": "orders"}, map[string]string{"queue": "orders", "tier": "premium"}
	s := server{json: map[string]string{
		externalPath + "?queue=orders,!tier": seriesOf(t, orders),
		externalPath + "?queue=orders":       seriesOf(t, orders, premium),
		externalPath + "?queue=none":         seriesOf(t),

		externalPath + "?queue=orders,tier!=premium": seriesOf(t, orders),
		externalPath + "?!tier,queue!=invoices":      seriesOf(t, orders),
	}}
	for _, row := range []struct{ name, path, want string }{
		{"right", externalPath + "?labelSelector=queue%3Dorders,!tier", ""},
		{"with a tier", externalPath + "?labelSelector=queue=orders", `"queue=orders,tier=premium"`},
		{"only today", externalPath + "?labelSelector=queue=orders,tier!=premium", "would pick a series queue=orders,tier=basic, too"},
		{"any other queue", externalPath + "?labelSelector=!tier,queue!=invoices", "would pick a series queue=other, too"},
		{"none", externalPath + "?labelSelector=queue=none", "has the series []"},
		{"elsewhere", "/apis/external.metrics.k8s.io/v1beta1/namespaces/default/queue-messages?labelSelector=queue=orders,!tier", "exercise 1 wants " + externalPath},
		{"not answered", externalPath + "?labelSelector=(", "there is no such thing: exercise 1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			says(t, ordersAreAnswered(t.Context(), s.lab(t, map[string]string{"1-orders": row.path})), row.want)
		})
	}
	t.Run("no file", func(t *testing.T) {
		t.Parallel()
		says(t, ordersAreAnswered(t.Context(), s.lab(t, nil)), "exercise 1 writes it")
	})
}

func TestReaderMayRead(t *testing.T) {
	t.Parallel()
	const right = "apis get custom.metrics.k8s.io pods/http_requests"
	account := map[string]string{"/api/v1/namespaces/apis/serviceaccounts/reader": toJSON(t, corev1.ServiceAccount{})}
	for _, row := range []struct {
		name   string
		rights []string
		want   string
	}{
		{"right", []string{right}, ""},
		{"none", nil, "may not get pods/http_requests"},
		{"other pod metrics", []string{right, "apis get custom.metrics.k8s.io pods/packets-per-second"}, "may also get pods/packets-per-second"},
		{"services", []string{right, "apis get custom.metrics.k8s.io services/http_requests"}, "may also get services/http_requests"},
		{"external", []string{right, "apis list external.metrics.k8s.io queue-messages/"}, "may also list queue-messages"},
		{"elsewhere", []string{right, "default get custom.metrics.k8s.io pods/http_requests"}, "in the namespace default"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := server{json: account, posts: map[string]func([]byte) string{
				"/apis/authorization.k8s.io/v1/subjectaccessreviews": func(body []byte) string {
					var review authorizationv1.SubjectAccessReview
					if err := json.Unmarshal(body, &review); err != nil {
						t.Error(err)
					}
					for _, right := range row.rights {
						a := review.Spec.ResourceAttributes
						asked := fmt.Sprintf("%s %s %s %s/%s", a.Namespace, a.Verb, a.Group, a.Resource, a.Subresource)
						review.Status.Allowed = review.Status.Allowed || asked == right && review.Spec.User == "system:serviceaccount:apis:reader"
					}
					return toJSON(t, review)
				},
			}}
			says(t, readerMayRead(t.Context(), s.lab(t, nil)), row.want)
		})
	}
	t.Run("no account", func(t *testing.T) {
		t.Parallel()
		says(t, readerMayRead(t.Context(), server{}.lab(t, nil)), "exercise 2 makes it")
	})
}
