// Package simulated is a source whose metrics are declared as objects of the cluster: SimulatedMetrics and
// ClusterSimulatedMetrics. A value depends on what is declared, on which objects exist and on the clock alone. So every
// replica of the adapter answers the same, before and after a restart. Nothing is ever written but the status of the
// objects, which says what becomes of them.
package simulated

import (
	"context"
	"sync/atomic"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/source"
)

// Objects tells which objects there are; objects.Finder does. An error means that it is not known.
type Objects interface {
	// Find finds objects by their labels. Those that stay are ordered by namespace and name. Those that are being deleted
	// are apart from them: they would keep their part of a total from those that stay. If the namespace is empty, it is
	// root-scoped objects.
	Find(ctx context.Context, resource schema.GroupResource, namespace string, selector labels.Selector) (staying, leaving []types.NamespacedName, err error)

	// Has tells whether there is an object.
	Has(ctx context.Context, resource schema.GroupResource, object types.NamespacedName) (bool, error)

	// Resolve finds a resource, by any name of it. If there is none, meta.IsNoMatchError holds for the error.
	Resolve(ctx context.Context, resource schema.GroupResource) (objects.Resource, error)

	// OnChange has a function be called when the answers of Find or Has may be others than before.
	OnChange(changed objects.Changed)
}

// Source implements source.ObjectSource, source.ExternalSource and source.Local. It has no metrics before it is started.
type Source struct {
	clock   clock.Clock
	objects Objects
	index   *index

	watchFailures atomic.Int64
}

var (
	_ source.ObjectSource   = (*Source)(nil)
	_ source.ExternalSource = (*Source)(nil)
	_ source.Local          = (*Source)(nil)
)

// New makes a source. Values follow the clock.
func New(clock clock.Clock, objects Objects) *Source {
	return &Source{clock: clock, objects: objects, index: newIndex()}
}

// Metrics implements source.ObjectSource.
func (s *Source) Metrics() []source.Metric { return s.index.metrics() }

// Has implements source.ObjectSource.
func (s *Source) Has(metric source.Metric) bool { return s.index.has(metric) }

// ExternalMetrics implements source.ExternalSource.
func (s *Source) ExternalMetrics() []string { return s.index.externalMetrics() }

// HasExternal implements source.ExternalSource.
func (s *Source) HasExternal(metric string) bool { return s.index.hasExternal(metric) }

// HasIn implements source.Local.
func (s *Source) HasIn(metric source.Metric, namespace string) bool {
	return s.index.hasIn(metric, namespace)
}

// HasExternalIn implements source.Local.
func (s *Source) HasExternalIn(metric, namespace string) bool {
	return len(s.index.series(metric, namespace)) > 0
}
