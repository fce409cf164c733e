package check

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	authorizationv1 "k8s.io/api/authorization/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
	externalv1beta1 "k8s.io/metrics/pkg/apis/external_metrics/v1beta1"

	"example.com/metrics-lab/lab/rights"
)

const (
	apisNamespace = "apis"
	customPrefix  = "/apis/custom.metrics.k8s.io/v1beta2/"
	externalPath  = "/apis/external.metrics.k8s.io/v1beta1/namespaces/" + apisNamespace + "/queue-messages"
)

func lesson1() lesson {
	return lesson{"What the metrics APIs are", []item{
		{"web-2 is the only canary of the pods in apis", canaryIsLabelled},
		{"workshop/answers/1-stable answers http_requests of the pods that are not the canary", stableIsAnswered},
		{"workshop/answers/1-orders answers the series of the queue orders that has no tier", ordersAreAnswered},
		{"the service account apis/reader may read http_requests of the pods in apis, and no other metric", readerMayRead},
	}}
}

func canaryIsLabelled(ctx context.Context, l *Learner) error {
	canaries, err := podsOf(ctx, l, "app=web,track=canary")
	if err != nil {
		return err
	}
	if !slices.Equal(canaries, []string{"web-2"}) {
		return fmt.Errorf("the pods with the label track=canary are %q: step 1 makes the pods, and step 5 labels web-2", canaries)
	}
	return nil
}

// podsOf returns the names of the pods in apis that a selector picks, in order.
func podsOf(ctx context.Context, l *Learner, selector string) ([]string, error) {
	pods, err := l.Kubernetes.CoreV1().Pods(apisNamespace).List(ctx, metav1.ListOptions{LabelSelector: selector})
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, pod := range pods.Items {
		names = append(names, pod.Name)
	}
	slices.Sort(names)
	return names, nil
}

func stableIsAnswered(ctx context.Context, l *Learner) error {
	path, err := answer(l, "1-stable")
	if err != nil {
		return fmt.Errorf("%w: exercise 1 writes it", err)
	}
	if !strings.HasPrefix(path, customPrefix) {
		return fmt.Errorf("it is %q: exercise 1 wants a path that begins with %s", path, customPrefix)
	}
	var list v1beta2.MetricValueList
	if err := ask(ctx, l, path, &list); err != nil {
		return fmt.Errorf("%w: exercise 1 wants a path that is answered", err)
	}
	want, err := podsOf(ctx, l, "app=web,track!=canary")
	if err != nil {
		return err
	}
	got := []string{}
	for _, item := range list.Items {
		object := item.DescribedObject
		if object.Kind != "Pod" || object.Namespace != apisNamespace || item.Metric.Name != "http_requests" {
			return fmt.Errorf("the answer has %s of %s %s/%s: exercise 1 asks for http_requests of pods in apis",
				item.Metric.Name, object.Kind, object.Namespace, object.Name)
		}
		got = append(got, object.Name)
	}
	slices.Sort(got)
	if len(want) == 0 || !slices.Equal(got, want) {
		return fmt.Errorf("the answer is about the pods %q, and those that are not the canary are %q: see labelSelector in step 5", got, want)
	}
	return nil
}

func ordersAreAnswered(ctx context.Context, l *Learner) error {
	path, err := answer(l, "1-orders")
	if err != nil {
		return fmt.Errorf("%w: exercise 1 writes it", err)
	}
	before, query, _ := strings.Cut(path, "?")
	if before != externalPath {
		return fmt.Errorf("it is %q: exercise 1 wants %s with a selector behind it", path, externalPath)
	}
	var list externalv1beta1.ExternalMetricValueList
	if err := ask(ctx, l, path, &list); err != nil {
		return fmt.Errorf("%w: exercise 1 wants a path that is answered", err)
	}
	var got []string
	for _, item := range list.Items {
		got = append(got, labels.Set(item.MetricLabels).String())
	}
	if !slices.Equal(got, []string{"queue=orders"}) {
		return fmt.Errorf("the answer has the series %q, and the one wanted is queue=orders without a tier: see labelSelector in step 9", got)
	}
	return picksNoTier(query)
}

// picksNoTier says whether a selector is right for series that are not there today, too.
func picksNoTier(query string) error {
	parameters, err := url.ParseQuery(query)
	if err != nil {
		return err
	}
	selector, err := labels.Parse(parameters.Get("labelSelector"))
	if err != nil {
		return err
	}
	for _, other := range []labels.Set{{"queue": "orders", "tier": "basic"}, {"queue": "other"}} {
		if selector.Matches(other) {
			return fmt.Errorf("the selector %s would pick a series %s, too, if there was one: see the syntax in step 9", selector, other)
		}
	}
	return nil
}

func readerMayRead(ctx context.Context, l *Learner) error {
	if _, err := l.Kubernetes.CoreV1().ServiceAccounts(apisNamespace).Get(ctx, "reader", metav1.GetOptions{}); apierrors.IsNotFound(err) {
		return fmt.Errorf("%w: exercise 2 makes it", err)
	} else if err != nil {
		return err
	}
	for _, row := range []struct {
		right authorizationv1.ResourceAttributes
		want  bool
	}{
		{authorizationv1.ResourceAttributes{Namespace: apisNamespace, Verb: "get", Group: customMetrics, Resource: "pods", Subresource: "http_requests"}, true},
		{authorizationv1.ResourceAttributes{Namespace: apisNamespace, Verb: "get", Group: customMetrics, Resource: "pods", Subresource: "packets-per-second"}, false},
		{authorizationv1.ResourceAttributes{Namespace: apisNamespace, Verb: "get", Group: customMetrics, Resource: "services", Subresource: "http_requests"}, false},
		{authorizationv1.ResourceAttributes{Namespace: apisNamespace, Verb: "list", Group: externalMetrics, Resource: "queue-messages"}, false},
		{authorizationv1.ResourceAttributes{Namespace: "default", Verb: "get", Group: customMetrics, Resource: "pods", Subresource: "http_requests"}, false},
	} {
		allowed, err := rights.May(ctx, l.Kubernetes, apisNamespace, "reader", row.right)
		if err != nil {
			return err
		}
		if allowed != row.want {
			return rightIsWrong(row.right, row.want)
		}
	}
	return nil
}

func rightIsWrong(right authorizationv1.ResourceAttributes, wanted bool) error {
	what := right.Resource
	if right.Subresource != "" {
		what += "/" + right.Subresource
	}
	what = fmt.Sprintf("%s %s of %s in the namespace %s", right.Verb, what, right.Group, right.Namespace)
	if wanted {
		return errors.New("it may not " + what + ": exercise 2 gives it this right")
	}
	return errors.New("it may also " + what + ": exercise 2 gives it one right only")
}
