package adapter

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"

	"example.com/metrics-lab/lab/clients"
)

// Foreign is an APIService of one of the adapter's groups, of any version, that another adapter answers.
type Foreign struct {
	// APIService is its name: "v1beta1.external.metrics.k8s.io".
	APIService string
	// Service is the Service of that adapter, with its namespace.
	Service string
	// Release is the Helm release that has brought it, with its namespace; empty if none has.
	Release string
}

func (f Foreign) String() string {
	by := f.Service
	if f.Release != "" {
		by += " (Helm release " + f.Release + ")"
	}
	return fmt.Sprintf("%s is served by %s", f.APIService, by)
}

// FindForeign returns what other adapters answer in a cluster.
func FindForeign(ctx context.Context, c *clients.Clients) ([]Foreign, error) {
	all, err := c.APIServices.ApiregistrationV1().APIServices().List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("look who serves the metrics APIs: %w", err)
	}
	return foreign(all.Items), nil
}

func foreign(services []apiregistrationv1.APIService) []Foreign {
	var found []Foreign
	for _, s := range services {
		if inOurGroups(s) && !ours(s.Spec.Service) {
			found = append(found, Foreign{s.Name, s.Spec.Service.Namespace + "/" + s.Spec.Service.Name, helmRelease(s)})
		}
	}
	slices.SortFunc(found, func(a, b Foreign) int { return cmp.Compare(a.APIService, b.APIService) })
	return found
}

func inOurGroups(s apiregistrationv1.APIService) bool {
	return slices.ContainsFunc(APIServices(), func(name string) bool {
		_, group, _ := strings.Cut(name, ".")
		return s.Spec.Group == group
	})
}

// ours says whether nobody else answers: what has no Service, the API server answers by itself.
func ours(service *apiregistrationv1.ServiceReference) bool {
	return service == nil || service.Namespace == Namespace && service.Name == Name
}

// helmRelease is found in the annotations that Helm gives to all that it installs. The labels say less: those of the lab stay
// on an APIService of the lab's that somebody has applied another one over.
func helmRelease(s apiregistrationv1.APIService) string {
	if name := s.Annotations["meta.helm.sh/release-name"]; name != "" {
		return s.Annotations["meta.helm.sh/release-namespace"] + "/" + name
	}
	return ""
}
