package metric

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/setting"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// declaration is what SimulatedMetrics and ClusterSimulatedMetrics have in common.
type declaration struct {
	metav1.Object
	metric   string
	objects  *v1alpha1.Objects
	external *v1alpha1.External
}

// declarations returns those of a namespace, or the root-scoped ones.
func declarations(ctx context.Context, c *client.Client, namespace string) ([]declaration, error) {
	var all []declaration
	if namespace == "" {
		list, err := c.ClusterSimulatedMetrics(ctx)
		for i := range list {
			spec := &list[i].Spec
			all = append(all, declaration{&list[i], spec.Metric, &spec.Objects, nil})
		}
		return all, err
	}
	list, err := c.SimulatedMetrics(ctx, namespace)
	for i := range list {
		spec := &list[i].Spec
		all = append(all, declaration{&list[i], spec.Metric, spec.Objects, spec.External})
	}
	return all, err
}

// conflicting returns the first declaration, other than the setting's own, that gives
// a value to what the setting is for; nil if none does. Two of them would be a
// conflict to the adapter. found is the setting's object, nil where there is none.
func conflicting(all []declaration, s setting.Setting, own string, found metav1.Object) *declaration {
	for i := range all {
		if d := &all[i]; d.GetName() != own && d.metric == s.Metric && (d.isSeries(s) || d.hasObject(s, found)) {
			return d
		}
	}
	return nil
}

func (d *declaration) isSeries(s setting.Setting) bool {
	return d.external != nil && s.External() && labels.Equals(d.external.Labels, s.Labels)
}

func (d *declaration) hasObject(s setting.Setting, found metav1.Object) bool {
	if d.objects == nil || d.objects.Resource != s.Resource.String() {
		return false
	}
	if d.objects.Selector == nil {
		return d.objects.Name == s.Name
	}
	selector, err := metav1.LabelSelectorAsSelector(d.objects.Selector.LabelSelector())
	if err != nil {
		return false // the API server takes none that is wrong
	}
	return selector.Empty() || found != nil && selector.Matches(labels.Set(found.GetLabels()))
}

// selectorNote says how the declaration comes to be about an object.
func (d *declaration) selectorNote() string {
	switch {
	case d.objects == nil || d.objects.Selector == nil:
		return ""
	case len(d.objects.Selector.MatchLabels)+len(d.objects.Selector.MatchExpressions) == 0:
		return ", whose selector matches all of them"
	}
	return fmt.Sprintf(", whose selector %s matches it", metav1.FormatLabelSelector(d.objects.Selector.LabelSelector()))
}

// deletion is how a user removes it.
func (d *declaration) deletion(context string) string {
	if d.GetNamespace() == "" {
		return fmt.Sprintf("`kubectl --context %s delete clustersimulatedmetric %s`", context, d.GetName())
	}
	return fmt.Sprintf("`kubectl --context %s -n %s delete simulatedmetric %s`", context, d.GetNamespace(), d.GetName())
}
