package metric

import (
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/api/validate/content"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/setting"
)

// Target is whose value is meant, before the cluster is asked about it.
type Target struct {
	// Metric is the metric's name.
	Metric string
	// Resource is that of the object in any form that kubectl takes: pods, po,
	// deployments.apps. It is empty for an external metric.
	Resource string
	// Name is that of the object.
	Name string
	// Namespace is empty where the user did not give one.
	Namespace string
	// Labels are those of the sample; they tell the series of an external metric
	// apart.
	Labels labels.Set
	// AllowNegative lets an external metric be negative.
	AllowNegative bool
}

// setting is the target with what the cluster says about its resource; mapping is
// nil for an external metric.
func (t Target) setting(mapping *meta.RESTMapping) (setting.Setting, error) {
	s := setting.Setting{Metric: t.Metric, Namespace: t.Namespace, Name: t.Name, Labels: t.Labels, AllowNegative: t.AllowNegative}
	if mapping != nil {
		s.Resource = mapping.Resource.GroupResource()
	}
	if mapping != nil && mapping.Scope.Name() == meta.RESTScopeNameRoot {
		if t.Namespace != "" {
			return setting.Setting{}, fmt.Errorf("%s are in no namespace: leave out --namespace %s", s.Resource, t.Namespace)
		}
		return s, nil
	}
	if s.Namespace == "" {
		s.Namespace = metav1.NamespaceDefault
	}
	return s, nil
}

// checkSign refuses a negative value of an external metric that is not meant to show what it does.
func (t Target) checkSign(value resource.Quantity) error {
	if value.Sign() >= 0 || t.Resource != "" || t.AllowNegative {
		return nil
	}
	return errors.New("an HPA takes a negative external metric for an overflow, and goes to maxReplicas: write 0 or more, or add --allow-negative to show that")
}

// parseObject reads RESOURCE/NAME.
func parseObject(text string) (resource, name string, err error) {
	resource, name, _ = strings.Cut(text, "/")
	switch {
	case schema.ParseGroupResource(resource).Resource == "" || name == "":
		return "", "", fmt.Errorf("%q is half an object: write RESOURCE/NAME, such as pods/web-1", text)
	case name == "*":
		return "", "", fmt.Errorf("%q is more than one object: write the name of one, or declare a SimulatedMetric with a selector", text)
	case len(content.IsPathSegmentName(name)) > 0:
		return "", "", fmt.Errorf("%q is no object: write RESOURCE/NAME, such as pods/web-1, and the namespace with -n", text)
	}
	return resource, name, nil
}

// parseLabels reads KEY=VALUE,KEY=VALUE.
func parseLabels(text string) (labels.Set, error) {
	set, err := labels.ConvertSelectorToLabelsMap(text)
	if err != nil {
		return nil, fmt.Errorf("--labels %q does not fit: write KEY=VALUE,KEY=VALUE such as queue=orders,tier=gold, of at most 63 letters, digits and inner - _ . each", text)
	}
	if given := strings.Count(text, ",") + 1; text != "" && len(set) < given {
		return nil, fmt.Errorf("--labels %q has a key twice: write each one once", text)
	}
	return set, nil
}
