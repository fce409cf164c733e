package check

import (
	"context"
	"errors"
	"fmt"
	"strings"

	authorizationv1 "k8s.io/api/authorization/v1"

	"example.com/metrics-lab/lab/rights"
)

func dashboardMayReadOrders(ctx context.Context, l *Learner) error {
	allowed, err := dashboardMay(ctx, l, authorizationv1.ResourceAttributes{
		Namespace: "production", Verb: "get", Group: customMetrics, Resource: "services", Subresource: "orders_per_second", Name: "shop"})
	if err == nil && !allowed {
		err = errors.New("it may not: exercise 1 lets it")
	}
	return err
}

func dashboardMayReadNothingElse(ctx context.Context, l *Learner) error {
	if err := dashboardMayReadOrders(ctx, l); err != nil {
		return notBefore(err)
	}
	for _, other := range []authorizationv1.ResourceAttributes{
		{Namespace: "production", Verb: "get", Group: customMetrics, Resource: "services", Subresource: "http_requests"},
		{Namespace: "production", Verb: "get", Group: customMetrics, Resource: "pods", Subresource: "orders_per_second"},
		{Namespace: "production", Verb: "list", Group: externalMetrics, Resource: "queue-messages"},
		{Namespace: "demo", Verb: "get", Group: customMetrics, Resource: "services", Subresource: "orders_per_second"},
		{Namespace: "production", Verb: "list", Resource: "pods"},
	} {
		allowed, err := dashboardMay(ctx, l, other)
		if err != nil {
			return err
		}
		if allowed {
			what := strings.TrimPrefix(strings.TrimSuffix(other.Resource+"/"+other.Subresource, "/"), "/")
			return fmt.Errorf("it may %s %s in namespace %s: is it bound to the role view still?", other.Verb, what, other.Namespace)
		}
	}
	return nil
}

func dashboardMay(ctx context.Context, l *Learner, do authorizationv1.ResourceAttributes) (bool, error) {
	return rights.May(ctx, l.Kubernetes, "production", "dashboard", do)
}
