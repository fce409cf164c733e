package engine

import (
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
)

// kinds maps the kinds of Kubernetes, and those of workloads and objects that are not, to their resources.
type kinds struct {
	meta.RESTMapper // of which the controller uses nothing else

	resources map[schema.GroupKind]schema.GroupVersionResource
}

func newKinds(in Input) kinds {
	k := kinds{resources: map[schema.GroupKind]schema.GroupVersionResource{}}
	for kind := range scheme.Scheme.AllKnownTypes() {
		if kind.Version != runtime.APIVersionInternal {
			k.add(kind)
		}
	}
	for _, l := range in.Workloads {
		k.add(l.Kind.WithVersion("v1"))
	}
	for _, m := range in.Metrics {
		if m.Type == autoscalingv2.ObjectMetricSourceType {
			k.add(m.Object.WithVersion("v1"))
		}
	}
	return k
}

// add takes the first version: the controller tells resources apart by their groups.
func (k kinds) add(kind schema.GroupVersionKind) {
	if _, there := k.resources[kind.GroupKind()]; !there {
		k.resources[kind.GroupKind()], _ = meta.UnsafeGuessKindToResource(kind)
	}
}

// RESTMapping answers as the mapper of a cluster does that does not know a kind.
func (k kinds) RESTMapping(kind schema.GroupKind, versions ...string) (*meta.RESTMapping, error) {
	resource, there := k.resources[kind]
	if !there {
		return nil, &meta.NoKindMatchError{GroupKind: kind, SearchedVersions: versions}
	}
	return &meta.RESTMapping{Resource: resource, GroupVersionKind: kind.WithVersion(resource.Version), Scope: meta.RESTScopeNamespace}, nil
}

// RESTMappings gives one mapping for each kind.
func (k kinds) RESTMappings(kind schema.GroupKind, versions ...string) ([]*meta.RESTMapping, error) {
	mapping, err := k.RESTMapping(kind, versions...)
	if err != nil {
		return nil, err
	}
	return []*meta.RESTMapping{mapping}, nil
}
