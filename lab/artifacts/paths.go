package artifacts

import (
	"context"
	"fmt"
	"net/url"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/restmapper"
)

// paths are where HPAs read their metrics.
type paths struct {
	client kubernetes.Interface
	mapper meta.RESTMapper
}

func newPaths(client kubernetes.Interface) (*paths, error) {
	groups, err := restmapper.GetAPIGroupResources(client.Discovery())
	if err != nil {
		return nil, err
	}
	return &paths{client: client, mapper: restmapper.NewDiscoveryRESTMapper(groups)}, nil
}

// of returns those of one HPA, as its controller has them.
func (p *paths) of(ctx context.Context, hpa *autoscalingv2.HorizontalPodAutoscaler) ([]string, error) {
	var all []string
	for _, metric := range hpa.Spec.Metrics {
		var path string
		var err error
		switch {
		case metric.Pods != nil:
			path, err = p.ofPods(ctx, hpa, metric.Pods)
		case metric.Object != nil:
			path, err = p.ofObject(hpa.Namespace, metric.Object)
		case metric.External != nil:
			path = fmt.Sprintf("/apis/external.metrics.k8s.io/v1beta1/namespaces/%s/%s%s",
				hpa.Namespace, metric.External.Metric.Name, query(map[string]string{"labelSelector": selector(metric.External.Metric.Selector)}))
		default:
			continue // CPU and memory are not the adapter's
		}
		if err != nil {
			return nil, fmt.Errorf("what HPA %s/%s reads: %w", hpa.Namespace, hpa.Name, err)
		}
		all = append(all, path)
	}
	return all, nil
}

func (p *paths) ofPods(ctx context.Context, hpa *autoscalingv2.HorizontalPodAutoscaler, metric *autoscalingv2.PodsMetricSource) (string, error) {
	scale, err := p.client.AppsV1().Deployments(hpa.Namespace).GetScale(ctx, hpa.Spec.ScaleTargetRef.Name, metav1.GetOptions{})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("/apis/custom.metrics.k8s.io/v1beta2/namespaces/%s/pods/*/%s%s", hpa.Namespace, metric.Metric.Name,
		query(map[string]string{"labelSelector": scale.Status.Selector, "metricLabelSelector": selector(metric.Metric.Selector)})), nil
}

func (p *paths) ofObject(namespace string, metric *autoscalingv2.ObjectMetricSource) (string, error) {
	object := metric.DescribedObject
	group, err := schema.ParseGroupVersion(object.APIVersion)
	if err != nil {
		return "", err
	}
	found, err := p.mapper.RESTMapping(group.WithKind(object.Kind).GroupKind(), group.Version)
	if err != nil {
		return "", err
	}
	resource, within := found.Resource.GroupResource().String(), "namespaces/"+namespace+"/"
	if found.Scope.Name() == meta.RESTScopeNameRoot {
		within = ""
	}
	path := fmt.Sprintf("%s%s/%s/%s", within, resource, object.Name, metric.Metric.Name)
	if resource == "namespaces" {
		path = fmt.Sprintf("namespaces/%s/metrics/%s", object.Name, metric.Metric.Name)
	}
	return "/apis/custom.metrics.k8s.io/v1beta2/" + path + query(map[string]string{"metricLabelSelector": selector(metric.Metric.Selector)}), nil
}

func selector(of *metav1.LabelSelector) string {
	if of == nil {
		return ""
	}
	return metav1.FormatLabelSelector(of)
}

// query leaves out what is empty.
func query(parameters map[string]string) string {
	values := url.Values{}
	for key, value := range parameters {
		if value != "" {
			values.Set(key, value)
		}
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}
