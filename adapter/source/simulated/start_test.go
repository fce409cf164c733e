package simulated

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
	fcache "k8s.io/client-go/tools/cache/testing"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/source"
)

// api is an API server that holds objects of both kinds. What is written into their status is kept beside them.
type api struct {
	declared map[string]*fcache.FakeControllerSource // by resource

	mu       sync.Mutex
	statuses []string
	err      error // of writing one
	refusal  error // of listing and watching
}

func newAPI() *api {
	return &api{declared: map[string]*fcache.FakeControllerSource{
		client.SimulatedMetrics: fcache.NewFakeControllerSource(), client.ClusterSimulatedMetrics: fcache.NewFakeControllerSource(),
	}}
}

func (a *api) ListWatch(resource string, asked func(error)) cache.ListerWatcher {
	return asking{a.declared[resource], a, asked}
}

// refuse has each request to list or to watch be refused with an error, or be answered if it is nil.
func (a *api) refuse(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refusal = err
}

func (a *api) refused() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.refusal
}

// asking tells how each request has ended.
type asking struct {
	*fcache.FakeControllerSource
	api   *api
	asked func(error)
}

func (a asking) List(options metav1.ListOptions) (runtime.Object, error) {
	if err := a.api.refused(); err != nil {
		a.asked(err)
		return nil, err
	}
	list, err := a.FakeControllerSource.List(options)
	a.asked(err)
	return list, err
}

func (a asking) Watch(options metav1.ListOptions) (watch.Interface, error) {
	if err := a.api.refused(); err != nil {
		a.asked(err)
		return nil, err
	}
	watching, err := a.FakeControllerSource.Watch(options)
	a.asked(err)
	return watching, err
}

func (a *api) SetStatus(_ context.Context, resource string, object types.NamespacedName, _ string, status v1alpha1.Status) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.err != nil {
		return a.err
	}
	said := fmt.Sprintf("%s %s:", resource, object)
	for _, c := range status.Conditions {
		said += fmt.Sprintf(" %s %s %d,", c.Type, c.Reason, c.ObservedGeneration)
	}
	if status.Objects != nil {
		said += fmt.Sprintf(" objects %d,", *status.Objects)
	}
	a.statuses = append(a.statuses, strings.TrimSuffix(said, ","))
	return nil
}

// fail has statuses be refused with an error, or written if it is nil.
func (a *api) fail(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.err = err
}

// written answers what was written since the last call.
func (a *api) written() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	written := a.statuses
	a.statuses = nil
	slices.Sort(written)
	return written
}

// bubble runs a test in time of its own, with an API server that ends with it.
func bubble(t *testing.T, test func(ctx context.Context, t *testing.T, a *api)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		a := newAPI()
		test(ctx, t, a)
		cancel()
		for _, source := range a.declared {
			source.Shutdown()
		}
		<-time.After(10 * time.Minute) // a reflector ends its back-off before it looks at its context
	})
}

// object gives what an API server tells objects by to one that is declared.
func object(t testing.TB, declaration string) *unstructured.Unstructured {
	t.Helper()
	o := declare(t, declaration)
	o.SetUID(types.UID(o.GetName()))
	return o
}

func discovered(s *Source) []string {
	var all []string
	for _, metric := range s.Metrics() {
		all = append(all, fmt.Sprintf("%s/%s %t", metric.Resource, metric.Name, metric.Namespaced))
	}
	for _, metric := range s.ExternalMetrics() {
		all = append(all, "external "+metric)
	}
	slices.Sort(all)
	return all
}

// TestWhatIsDiscovered follows objects as they come, change and go: discovery lists exactly what they declare.
func TestWhatIsDiscovered(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		const (
			requests = "shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}"
			renamed  = "shop/a:\n{metric: hits, objects: {resource: deployments.apps, selector: {}}, value: 2}"
			second   = "shop/b:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 3}"
			depth    = "shop/c:\n{metric: depth, external: {labels: {queue: orders}}, value: 40}"
			load     = "load:\n{metric: load, objects: {resource: nodes, selector: {}}, value: 4}"
		)
		a.declared[client.SimulatedMetrics].Add(object(t, requests))
		a.declared[client.ClusterSimulatedMetrics].Add(object(t, load))
		s := New(clock.RealClock{}, pods("web"))
		if err := s.Start(ctx, a); err != nil {
			t.Fatal(err)
		}
		expect := func(what string, want ...string) {
			t.Helper()
			synctest.Wait()
			if diff := cmp.Diff(want, discovered(s)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		expect("at first", "nodes/load false", "pods/requests true")
		a.declared[client.SimulatedMetrics].Add(object(t, second))
		a.declared[client.SimulatedMetrics].Add(object(t, depth))
		a.declared[client.SimulatedMetrics].Modify(object(t, renamed))
		expect("after changes", "deployments.apps/hits true", "external depth", "nodes/load false", "pods/requests true")
		a.declared[client.SimulatedMetrics].Delete(object(t, second))
		a.declared[client.SimulatedMetrics].Delete(object(t, depth))
		expect("after deletions", "deployments.apps/hits true", "nodes/load false")
		a.declared[client.ClusterSimulatedMetrics].Delete(object(t, load))
		a.declared[client.SimulatedMetrics].Delete(object(t, renamed))
		expect("at last")
		left := len(s.declared.declarations) + len(s.declared.objects.counts) + len(s.declared.external.counts)
		s.declared.groups.Range(func(_, _ any) bool { left++; return true })
		if left > 0 {
			t.Errorf("want nothing left, got %+v", s.declared)
		}
	})
}

func TestStartSaysWhyItCannot(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		a.declared[client.ClusterSimulatedMetrics].ListError = errors.New("the server could not find the requested resource")
		start := time.Now()
		err := New(clock.RealClock{}, pods("web")).Start(ctx, a)
		wantMessage(t, err, "list clustersimulatedmetrics.lab.example.com: the server could not find the requested resource")
		if waited := time.Since(start); waited != startTimeout {
			t.Errorf("want it to wait for %s, waited %s", startTimeout, waited)
		}
	})
}

// TestAnOutageKeepsWhatIsKnown: the source answers while the API server does not.
func TestAnOutageKeepsWhatIsKnown(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		declared := a.declared[client.SimulatedMetrics]
		declared.Add(object(t, "shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}"))
		s := New(clock.RealClock{}, pods("web"))
		if err := s.Start(ctx, a); err != nil {
			t.Fatal(err)
		}
		declared.ListError = errors.New("down") // each watch ends at once, and another list is to come first
		declared.ResetWatch()
		<-time.After(10 * time.Minute)
		if _, err := s.Sample(ctx, podRequests, shop("web-0")); err != nil {
			t.Errorf("want the value that was known, got %v", err)
		}
		if _, err := s.Sample(ctx, podRequests, shop("web-1")); !errors.Is(err, source.ErrUnknownMetric) {
			t.Errorf("want nothing to be known of it, got %v", err)
		}
	})
}

// TestARefusalHidesWhatWasKnown: it may last, and values would look fresh all the time. It needs no restart to go on.
func TestARefusalHidesWhatWasKnown(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		declared := a.declared[client.SimulatedMetrics]
		declared.Add(object(t, "shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}"))
		declared.Add(object(t, "shop/b:\n{metric: depth, external: {}, value: 1}"))
		s := New(clock.RealClock{}, pods("web"))
		if err := s.Start(ctx, a); err != nil {
			t.Fatal(err)
		}
		a.refuse(apierrors.NewForbidden(v1alpha1.GroupVersion().WithResource(client.SimulatedMetrics).GroupResource(), "", errors.New("no role allows it")))
		declared.ResetWatch()
		<-time.After(time.Minute)
		_, err := s.Sample(ctx, podRequests, shop("web-0"))
		wantMessage(t, err, "cannot tell what is declared: simulatedmetrics.lab.example.com is forbidden: no role allows it")
		_, err = s.ExternalSamples(ctx, "shop", "depth", labels.Everything())
		wantMessage(t, err, "cannot tell what is declared: ")

		a.refuse(nil)
		<-time.After(time.Minute)
		if sample, err := s.Sample(ctx, podRequests, shop("web-0")); err != nil || sample.Value.String() != "1" {
			t.Errorf("when it is allowed again: got %s, %v", sample.Value.String(), err)
		}
	})
}

// TestObjectsAreKnownAtTheStart: Start waits for those that declarations are about, and asks for each resource once.
func TestObjectsAreKnownAtTheStart(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		for _, declaration := range []string{
			"shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}",
			"shop/b:\n{metric: sessions, objects: {resource: pods, selector: {}}, value: 1}",
			"shop/c:\n{metric: depth, external: {}, value: 1}",
		} {
			a.declared[client.SimulatedMetrics].Add(object(t, declaration))
		}
		a.declared[client.ClusterSimulatedMetrics].Add(object(t, "load:\n{metric: load, objects: {resource: nodes, name: a}, value: 1}"))
		viewed := &viewing{Objects: pods("web"), known: make(chan struct{})}
		started := make(chan error, 1)
		go func() { started <- New(clock.RealClock{}, viewed).Start(ctx, a) }()
		synctest.Wait() // nobody else views objects before Start has returned
		if diff := cmp.Diff([]string{"nodes in ", "pods in default"}, viewed.sorted()); diff != "" {
			t.Errorf("viewed (-want +got):\n%s", diff)
		}
		select {
		case err := <-started:
			t.Errorf("want it to wait for the objects, got %v", err)
		default:
		}
		close(viewed.known)
		if err := <-started; err != nil {
			t.Error(err)
		}
	})
}

// viewing notes what it is asked for, and answers when the objects are known.
type viewing struct {
	Objects

	known chan struct{}
	mu    sync.Mutex
	seen  []string
}

func (v *viewing) sorted() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Sorted(slices.Values(v.seen))
}

func (v *viewing) View(ctx context.Context, resource schema.GroupResource, namespace string) (objects.View, error) {
	v.mu.Lock()
	v.seen = append(v.seen, resource.String()+" in "+namespace)
	v.mu.Unlock()
	<-v.known
	return v.Objects.View(ctx, resource, namespace)
}
