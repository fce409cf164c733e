package simulated

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// assessment is what is to be said of a declaration.
type assessment struct {
	accepted, resolved, ready outcome
	objects                   *int32
}

// outcome is a condition without its type.
type outcome struct {
	status          metav1.ConditionStatus
	reason, message string
}

func yes(reason string) outcome         { return outcome{status: metav1.ConditionTrue, reason: reason} }
func no(reason, message string) outcome { return outcome{metav1.ConditionFalse, reason, message} }
func unknown(reason string, err error) outcome {
	return outcome{metav1.ConditionUnknown, reason, err.Error()}
}

// undetermined tells whether it should be assessed again soon: something is not there yet, or could not be asked.
func (a assessment) undetermined() bool {
	return a.resolved.reason == v1alpha1.ReasonUnknownResource || a.resolved.status == metav1.ConditionUnknown || a.ready.status == metav1.ConditionUnknown
}

// assess looks at all declarations of a subject together, as they are in conflict with one another alone.
func (s *Source) assess(ctx context.Context, of subject) map[reference]assessment {
	declared := s.declared.about(of)
	if declared == nil {
		return nil
	}
	resolved := s.resolve(ctx, of)
	var covered coverage
	if resolved.status == metav1.ConditionTrue {
		covered = s.cover(ctx, of, declared)
	}
	all := make(map[reference]assessment, declared.all.Len())
	for d := range declared.all.All() {
		a := assessment{accepted: accepted(d), resolved: resolved}
		if resolved.status == metav1.ConditionTrue && covered.err == nil {
			a.objects = covered.count(d)
		}
		a.ready = ready(d, a, covered)
		all[d.reference] = a
	}
	return all
}

func accepted(d *declaration) outcome {
	if d.broken != nil {
		return no(v1alpha1.ReasonInvalid, d.broken.Error())
	}
	return yes(v1alpha1.ReasonAccepted)
}

// resolve looks for the resource of a subject, and whether its scope is that of the declarations.
func (s *Source) resolve(ctx context.Context, of subject) outcome {
	switch {
	case of == subject{}:
		return no(v1alpha1.ReasonInvalid, "it cannot be told what it is about")
	case of.external:
		return yes(v1alpha1.ReasonExternal)
	}
	resource := of.metric.Resource
	found, err := s.objects.Resolve(ctx, resource)
	switch {
	case meta.IsNoMatchError(err):
		return no(v1alpha1.ReasonUnknownResource,
			fmt.Sprintf("the API server has no resource %s: write the plural name, with its group if it has one: pods, deployments.apps", resource))
	case err != nil:
		return unknown(v1alpha1.ReasonDiscoveryFailed, err)
	case found.GroupResource() != resource:
		return no(v1alpha1.ReasonUnknownResource, fmt.Sprintf("objects.resource is %s: write %s", resource, found.GroupResource()))
	case found.Namespaced && !of.metric.Namespaced:
		return no(v1alpha1.ReasonWrongScope, fmt.Sprintf("%s are in namespaces: write a SimulatedMetric for them, in the namespace of the objects", resource))
	case !found.Namespaced && of.metric.Namespaced:
		return no(v1alpha1.ReasonWrongScope, fmt.Sprintf("%s are in no namespace: write a ClusterSimulatedMetric for them", resource))
	case found.Namespaced:
		return yes(v1alpha1.ReasonNamespaced)
	}
	return yes(v1alpha1.ReasonCluster)
}

// ready tells whether a read of the metric gets the value of a declaration, of which the rest is said.
func ready(d *declaration, said assessment, covered coverage) outcome {
	switch {
	case d.broken != nil:
		return no(v1alpha1.ReasonInvalid, d.broken.Error())
	case said.resolved.status != metav1.ConditionTrue:
		return said.resolved
	case covered.err != nil:
		return unknown(v1alpha1.ReasonObjectsUnknown, covered.err)
	}
	switch conflict := covered.conflict(d); {
	case conflict != nil:
		return no(v1alpha1.ReasonConflict, conflict.Error())
	case said.objects != nil && *said.objects == 0:
		return no(v1alpha1.ReasonNoObjects, nothingOf(d))
	case d.value.Faults.Always():
		return no(v1alpha1.ReasonFailing, "faults.errorRate is 1: each read gets an error")
	case d.value.Faults.Missing:
		return no(v1alpha1.ReasonMissing, "faults.missing: there is no sample")
	}
	return yes(v1alpha1.ReasonAnswered)
}

func nothingOf(d *declaration) string {
	if d.selection == nil {
		return fmt.Sprintf("there is no %s", d.objectMetric().Of(types.NamespacedName{Namespace: d.namespace, Name: d.name}))
	}
	what := d.resource.String()
	if d.namespace != "" {
		what += " in namespace " + d.namespace
	}
	if d.selection.Empty() {
		return "there are no " + what
	}
	return "its selector matches none of the " + what
}
