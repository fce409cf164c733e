package autoscaling

import (
	"context"
	"fmt"
	"net/url"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/scale"
)

// Paths tells where HPAs read their metrics. It knows the resources that the cluster had when it was made.
type Paths struct {
	mapper meta.RESTMapper
	scales scale.ScalesGetter
}

// NewPaths asks the cluster for its resources.
func NewPaths(config *rest.Config) (*Paths, error) {
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a discovery client: %w", err)
	}
	groups, err := restmapper.GetAPIGroupResources(client)
	if err != nil {
		return nil, fmt.Errorf("ask the API server what it serves: %w", err)
	}
	mapper := restmapper.NewDiscoveryRESTMapper(groups)
	scales, err := scale.NewForConfig(config, mapper, dynamic.LegacyAPIPathResolverFunc, scale.NewDiscoveryScaleKindResolver(client))
	if err != nil {
		return nil, fmt.Errorf("make a client of scales: %w", err)
	}
	return &Paths{mapper: mapper, scales: scales}, nil
}

// Of returns the paths of one HPA, one for each of its metrics, as its controller asks for them:
// https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/podautoscaler/metrics/client.go
func (p *Paths) Of(ctx context.Context, hpa *autoscalingv2.HorizontalPodAutoscaler) ([]string, error) {
	var all []string
	for _, spec := range hpa.Spec.Metrics {
		path, err := p.of(ctx, hpa, spec)
		if err != nil {
			return nil, fmt.Errorf("what HPA %s/%s reads: %w", hpa.Namespace, hpa.Name, err)
		}
		all = append(all, path)
	}
	return all, nil
}

func (p *Paths) of(ctx context.Context, hpa *autoscalingv2.HorizontalPodAutoscaler, spec autoscalingv2.MetricSpec) (string, error) {
	m := wanted(spec)
	switch m.Type {
	case autoscalingv2.ExternalMetricSourceType:
		return fmt.Sprintf("/apis/external.metrics.k8s.io/v1beta1/namespaces/%s/%s%s",
			hpa.Namespace, m.Name, query(map[string]string{"labelSelector": selector(m.Selector)})), nil
	case autoscalingv2.ObjectMetricSourceType:
		within, err := p.object(spec.Object.DescribedObject)
		return fmt.Sprintf("/apis/custom.metrics.k8s.io/v1beta2/namespaces/%s/%s/%s%s",
			hpa.Namespace, within, m.Name, query(map[string]string{"metricLabelSelector": selector(m.Selector)})), err
	default: // about the pods that it scales
	}
	pods, err := p.pods(ctx, hpa)
	if err != nil {
		return "", err
	}
	if m.Type == autoscalingv2.PodsMetricSourceType {
		return fmt.Sprintf("/apis/custom.metrics.k8s.io/v1beta2/namespaces/%s/pods/*/%s%s",
			hpa.Namespace, m.Name, query(map[string]string{"labelSelector": pods, "metricLabelSelector": selector(m.Selector)})), nil
	}
	return fmt.Sprintf("/apis/metrics.k8s.io/v1beta1/namespaces/%s/pods%s", hpa.Namespace, query(map[string]string{"labelSelector": pods})), nil
}

// object is a described object as a part of a path. The controller does not leave the namespace of the HPA: a namespace is
// that one whatever its name, and an object that is in none is asked for as if it were.
func (p *Paths) object(object autoscalingv2.CrossVersionObjectReference) (string, error) {
	group, err := schema.ParseGroupVersion(object.APIVersion)
	if err != nil {
		return "", fmt.Errorf("read the version of the described object: %w", err)
	}
	kind := group.WithKind(object.Kind).GroupKind()
	if kind == (schema.GroupKind{Kind: "Namespace"}) {
		return "metrics", nil
	}
	found, err := p.mapper.RESTMapping(kind, group.Version)
	if err != nil {
		return "", fmt.Errorf("find the resource of the described object: %w", err)
	}
	return found.Resource.GroupResource().String() + "/" + object.Name, nil
}

// pods is the selector of the pods that an HPA scales.
func (p *Paths) pods(ctx context.Context, hpa *autoscalingv2.HorizontalPodAutoscaler) (string, error) {
	target := hpa.Spec.ScaleTargetRef
	group, err := schema.ParseGroupVersion(target.APIVersion)
	if err != nil {
		return "", fmt.Errorf("read the version of what it scales: %w", err)
	}
	found, err := p.mapper.RESTMapping(group.WithKind(target.Kind).GroupKind(), group.Version)
	if err != nil {
		return "", fmt.Errorf("find the resource of what it scales: %w", err)
	}
	scale, err := p.scales.Scales(hpa.Namespace).Get(ctx, found.Resource.GroupResource(), target.Name, metav1.GetOptions{})
	if err != nil {
		return "", fmt.Errorf("read the scale of what it scales: %w", err)
	}
	return scale.Status.Selector, nil
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
