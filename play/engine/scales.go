package engine

import (
	"context"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/scale"
)

// scales are the scale subresources of the world, for one controller.
type scales struct {
	world  *world
	mapper meta.RESTMapper
	read   func(replicas int32)
	asked  func(replicas int32)
	dry    bool // nothing is scaled
}

func (s *scales) Scales(namespace string) scale.ScaleInterface {
	return scalesIn{scales: s, namespace: namespace}
}

type scalesIn struct {
	scale.ScaleInterface
	scales    *scales
	namespace string
}

// Get answers what the world has.
func (s scalesIn) Get(_ context.Context, resource schema.GroupResource, name string, _ metav1.GetOptions) (*autoscalingv1.Scale, error) {
	w := s.scales.world
	w.mu.Lock()
	defer w.mu.Unlock()
	l := s.find(resource, name)
	if l == nil {
		return nil, apierrors.NewNotFound(resource, name)
	}
	s.scales.read(l.wanted)
	return &autoscalingv1.Scale{
		ObjectMeta: metav1.ObjectMeta{Namespace: s.namespace, Name: name},
		Spec:       autoscalingv1.ScaleSpec{Replicas: l.wanted},
		Status:     autoscalingv1.ScaleStatus{Replicas: int32(len(l.pods)), Selector: l.Selector}, //nolint:gosec // replicas are int32
	}, nil
}

// Update has the world scale.
func (s scalesIn) Update(_ context.Context, resource schema.GroupResource, scale *autoscalingv1.Scale, _ metav1.UpdateOptions) (*autoscalingv1.Scale, error) {
	w := s.scales.world
	w.mu.Lock()
	defer w.mu.Unlock()
	l := s.find(resource, scale.Name)
	if l == nil {
		return nil, apierrors.NewNotFound(resource, scale.Name)
	}
	s.scales.asked(scale.Spec.Replicas)
	if !s.scales.dry {
		l.scale(scale.Spec.Replicas, time.Now())
		w.wake()
	}
	return scale, nil
}

func (s scalesIn) find(resource schema.GroupResource, name string) *workload {
	return s.scales.world.find(s.namespace, func(l *Workload) bool {
		if l.Name != name {
			return false
		}
		mapping, err := s.scales.mapper.RESTMapping(l.Kind)
		return err == nil && mapping.Resource.GroupResource() == resource
	})
}
