package adapter

import (
	"context"
	"fmt"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"

	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/host/wait"
)

const (
	availableTimeout = time.Minute
	poll             = 100 * time.Millisecond
)

// WaitAvailable waits until the API server reaches the adapter through all
// its APIServices, and answers what it is asked there. It gives up after a minute
// without anything new.
func WaitAvailable(ctx context.Context, c *clients.Clients) error {
	return wait.For(ctx, "the metrics APIs to be available", availableTimeout, poll,
		func(ctx context.Context) (bool, string, error) {
			problems, err := Unavailable(ctx, c)
			if err != nil || len(problems) > 0 {
				return false, strings.Join(problems, "; "), err
			}
			problem := unanswered(ctx, c)
			return problem == "", problem, nil
		})
}

// unanswered asks each of the metrics APIs for its discovery, and returns what
// keeps one from answering. The part of the API server that passes requests on
// learns a moment after the condition that a service is available.
func unanswered(ctx context.Context, c *clients.Clients) (problem string) {
	for _, name := range APIServices() {
		version, group, _ := strings.Cut(name, ".")
		if _, err := c.Discovery.ServerResourcesForGroupVersionWithContext(ctx, group+"/"+version); err != nil {
			return fmt.Sprintf("ask %s: %v", name, err)
		}
	}
	return ""
}

// Unavailable returns a line for each of the adapter's APIServices that is not
// available, with the API server's reason.
func Unavailable(ctx context.Context, c *clients.Clients) ([]string, error) {
	var problems []string
	for _, name := range APIServices() {
		service, err := c.APIServices.ApiregistrationV1().APIServices().Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return nil, err
		}
		if problem := unavailable(service); problem != "" {
			problems = append(problems, problem)
		}
	}
	return problems, nil
}

func unavailable(service *apiregistrationv1.APIService) string {
	for _, condition := range service.Status.Conditions {
		if condition.Type != apiregistrationv1.Available {
			continue
		}
		if condition.Status == apiregistrationv1.ConditionTrue {
			return ""
		}
		return fmt.Sprintf("%s: %s: %s", service.Name, condition.Reason, condition.Message)
	}
	return service.Name + ": not looked at yet"
}
