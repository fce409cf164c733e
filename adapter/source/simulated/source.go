// Package simulated is a source whose metrics are declared as objects of the cluster: SimulatedMetrics and
// ClusterSimulatedMetrics. A value depends on what is declared, on which objects exist and on the clock alone. So every
// replica of the adapter answers the same, before and after a restart. Nothing is ever written but the status of the
// objects, which says what becomes of them.
package simulated

import (
	"context"
	"fmt"
	"sync/atomic"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/refusal"
	"example.com/metrics-lab/adapter/source"
)

// Objects tells which objects there are; objects.Finder does. An error means that it is not known.
type Objects interface {
	// View answers the objects of a namespace, which is empty for root-scoped objects.
	View(ctx context.Context, resource schema.GroupResource, namespace string) (objects.View, error)

	// Follow has views have the members of a selection at hand, until Unfollow is called as often.
	Follow(resource schema.GroupResource, namespace string, selection *objects.Selection)
	Unfollow(resource schema.GroupResource, namespace string, selection *objects.Selection)

	// Resolve finds a resource, by any name of it. If there is none, meta.IsNoMatchError holds for the error.
	Resolve(ctx context.Context, resource schema.GroupResource) (objects.Resource, error)

	// OnChange has a function be called when a view may be another one than before.
	OnChange(changed objects.Changed)
}

// Source implements source.ObjectSource, source.ExternalSource and source.Local. It has no metrics before it is started.
type Source struct {
	clock    clock.Clock
	objects  Objects
	declared *declared

	followers     []*follower // since the start
	watchFailures atomic.Int64
}

var (
	_ source.ObjectSource   = (*Source)(nil)
	_ source.ExternalSource = (*Source)(nil)
	_ source.Local          = (*Source)(nil)
)

// New makes a source. Values follow the clock.
func New(clock clock.Clock, objects Objects) *Source {
	return &Source{clock: clock, objects: objects, declared: newDeclared()}
}

// refused is why what is declared is not known any more, or nil. What was known once would look fresh for ever.
func (s *Source) refused() error {
	for _, f := range s.followers {
		if err := f.refused.Load(); err != nil {
			return refusal.Unavailable(fmt.Errorf("cannot tell what is declared: %w", *err))
		}
	}
	return nil
}

// Metrics implements source.ObjectSource.
func (s *Source) Metrics() []source.Metric { return s.declared.objects.list() }

// Has implements source.ObjectSource.
func (s *Source) Has(metric source.Metric) bool { return s.declared.objects.has(metric) }

// ExternalMetrics implements source.ExternalSource.
func (s *Source) ExternalMetrics() []string { return s.declared.external.list() }

// HasExternal implements source.ExternalSource.
func (s *Source) HasExternal(metric string) bool { return s.declared.external.has(metric) }

// HasIn implements source.Local.
func (s *Source) HasIn(metric source.Metric, namespace string) bool {
	return s.declared.about(subject{metric: metric, namespace: namespace}) != nil
}

// HasExternalIn implements source.Local.
func (s *Source) HasExternalIn(metric, namespace string) bool {
	return s.declared.about(externalSubject(metric, namespace)) != nil
}
