package adapter

import (
	"context"
	"fmt"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	aggregator "k8s.io/kube-aggregator/pkg/client/clientset_generated/clientset"

	"example.com/metrics-lab/scripts/lab/wait"
)

const (
	availableTimeout = time.Minute
	poll             = 100 * time.Millisecond
)

// WaitAvailable waits until the API server reaches the adapter through all
// three APIServices, for a minute at most.
func WaitAvailable(ctx context.Context, config *rest.Config) error {
	return wait.For(ctx, "the metrics APIs to be available", availableTimeout, poll,
		func(ctx context.Context) (bool, string, error) {
			problems, err := Unavailable(ctx, config)
			return len(problems) == 0, strings.Join(problems, "; "), err
		})
}

// Unavailable returns a line for each of the adapter's APIServices that is not
// available, with the API server's reason.
func Unavailable(ctx context.Context, config *rest.Config) ([]string, error) {
	client, err := aggregator.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	var problems []string
	for _, name := range APIServices() {
		service, err := client.ApiregistrationV1().APIServices().Get(ctx, name, metav1.GetOptions{})
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
