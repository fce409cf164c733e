package autoscaling

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	aggregator "k8s.io/kube-aggregator/pkg/client/clientset_generated/clientset/typed/apiregistration/v1"
)

// Availability is what the API server says of an API that it hands over to another server: whether it reaches that one,
// and why not. The condition has no status before the API server has looked.
func Availability(service *apiregistrationv1.APIService) apiregistrationv1.APIServiceCondition {
	for _, condition := range service.Status.Conditions {
		if condition.Type == apiregistrationv1.Available {
			return condition
		}
	}
	return apiregistrationv1.APIServiceCondition{Type: apiregistrationv1.Available, Reason: "Unknown", Message: "not looked at yet"}
}

// Unavailable returns a line for each of the APIServices of these names that is not available, with the API server's
// reason: "v1beta1.metrics.k8s.io: MissingEndpoints: …".
func Unavailable(ctx context.Context, services aggregator.APIServicesGetter, names []string) ([]string, error) {
	var problems []string
	for _, name := range names {
		service, err := services.APIServices().Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return nil, err
		}
		if c := Availability(service); c.Status != apiregistrationv1.ConditionTrue {
			problems = append(problems, fmt.Sprintf("%s: %s: %s", name, c.Reason, c.Message))
		}
	}
	return problems, nil
}

// Discover asks each of the APIServices of these names what it serves, and returns the error of the first that does not
// answer. The part of the API server that hands requests over learns a moment after the condition that a service is
// available.
func Discover(ctx context.Context, client discovery.DiscoveryInterfaceWithContext, names []string) error {
	for _, name := range names {
		version, group, _ := strings.Cut(name, ".")
		if _, err := client.ServerResourcesForGroupVersionWithContext(ctx, group+"/"+version); err != nil {
			return fmt.Errorf("ask %s: %w", name, err)
		}
	}
	return nil
}

// Ask reads a path of the API server as it is, as `kubectl get --raw` does, into a value of JSON. The error is what the API
// server says.
func Ask(ctx context.Context, client rest.Interface, path string, into any) error {
	result := client.Get().RequestURI(path).Do(ctx)
	if err := result.Error(); err != nil { // that of Raw does not have the API server's words
		return fmt.Errorf("GET %s: %w", path, err)
	}
	data, err := result.Raw()
	if err != nil {
		return fmt.Errorf("GET %s: %w", path, err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("GET %s: %w", path, err)
	}
	return nil
}
