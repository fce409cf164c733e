package simulated

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/source"
)

// live is a cluster of pods in the namespace shop whose view is changed as informers change it.
type live struct {
	cluster
	view atomic.Pointer[objects.View]
}

func newLive() *live {
	l := &live{}
	view := objects.NewView()
	l.view.Store(&view)
	return l
}

func (l *live) change(change func(objects.View) objects.View) {
	view := change(*l.view.Load())
	l.view.Store(&view)
}

func (l *live) View(context.Context, schema.GroupResource, string) (objects.View, error) {
	return *l.view.Load(), nil
}

func (l *live) Follow(_ schema.GroupResource, _ string, s *objects.Selection) {
	l.change(func(v objects.View) objects.View { return v.Following(s) })
}

// Unfollow ends to follow a selection, whoever else does, so that some are not followed.
func (l *live) Unfollow(_ schema.GroupResource, _ string, s *objects.Selection) {
	l.change(func(v objects.View) objects.View { return v.NotFollowing(s) })
}

// plain answers as the source does, in the plainest way: it lists all objects, filters, sorts and divides.
type plain struct {
	pods         map[string]*objects.Object
	declarations map[reference]*declaration
}

// members are the pods that stay, or those that do not, of a declaration, in order.
func (p plain) members(d *declaration, leaving bool) []string {
	var names []string
	for name, pod := range p.pods {
		if d.selection != nil && d.selection.Matches(pod.Labels) && pod.Leaving == leaving {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// sample writes the answer for a pod: a value, "missing", "unknown" or "conflict".
func (p plain) sample(metric, name string) string {
	var values []string
	missing := false
	for _, d := range slices.SortedFunc(maps.Values(p.declarations), byReference) {
		staying := p.members(d, false)
		switch i := slices.Index(staying, name); {
		case d.external || d.metric != metric:
		case d.selection == nil && d.name == name:
			values = append(values, valueOf(d, 0, 1))
		case i >= 0:
			values = append(values, valueOf(d, i, len(staying)))
		case slices.Contains(p.members(d, true), name):
			missing = true
		}
	}
	switch {
	case len(values) > 1:
		return "conflict"
	case len(values) == 1:
		return values[0]
	case missing:
		return "missing"
	}
	return "unknown"
}

func valueOf(d *declaration, i, n int) string {
	sample := d.sampleOf(created, i, n)
	return sample.Value.String()
}

// series writes the series of an external metric that a selector picks, in order, or "conflict".
func (p plain) series(metric string, selector labels.Selector) []string {
	all, known := []string{}, map[string]bool{}
	for _, d := range slices.SortedFunc(maps.Values(p.declarations), byReference) {
		if !d.external || d.metric != metric || !selector.Matches(d.labels) {
			continue
		}
		if known[d.labels.String()] {
			return []string{"conflict"}
		}
		known[d.labels.String()] = true
		all = append(all, d.labels.String()+" "+valueOf(d, 0, 1))
	}
	return all
}

// asWritten is the answer of the source for each pod.
func asWritten(samples []source.Sample, err error, n int) []string {
	if err != nil {
		return slices.Repeat([]string{errorOf(err)}, n)
	}
	all := make([]string, n)
	for i, sample := range samples {
		switch {
		case sample.Unknown:
			all[i] = "unknown"
		case sample.Missing:
			all[i] = "missing"
		default:
			all[i] = sample.Value.String()
		}
	}
	return all
}

func errorOf(err error) string {
	if apierrors.IsConflict(err) {
		return "conflict"
	}
	return err.Error()
}

// chance makes what is declared, and the pods, at random.
type chance struct{ *rand.Rand }

func (c chance) of(texts ...string) string { return texts[c.IntN(len(texts))] }

func (c chance) pod() string { return fmt.Sprintf("web-%02d", c.IntN(30)) }

func (c chance) labels() labels.Set {
	set := labels.Set{}
	for _, key := range []string{"app", "tier"} {
		if c.IntN(4) > 0 {
			set[key] = c.of("a", "b", "c")
		}
	}
	return set
}

func (c chance) declaration() string {
	name, metric, value := fmt.Sprintf("shop/%d", c.IntN(8)), c.of("requests", "latency"), c.IntN(100000)
	switch c.IntN(4) {
	case 0:
		return fmt.Sprintf("%s:\n{metric: depth, external: {labels: %s}, value: %dm}", name, c.of("{}", "{app: a}", "{app: b}", "{app: a, tier: c}"), value)
	case 1:
		return fmt.Sprintf("%s:\n{metric: %s, objects: {resource: pods, name: %s}, value: %dm}", name, metric, c.pod(), value)
	}
	selector := c.of("{}", "{matchLabels: {app: a}}", "{matchLabels: {app: b}}", "{matchLabels: {app: b, tier: c}}",
		"{matchExpressions: [{key: app, operator: In, values: [a, c, a]}]}", "{matchExpressions: [{key: tier, operator: DoesNotExist}]}",
		"{matchLabels: {app: c}, matchExpressions: [{key: tier, operator: NotIn, values: [a]}]}")
	return fmt.Sprintf("%s:\n{metric: %s, objects: {resource: pods, selector: %s}, share: %s, value: %dm}", name, metric, selector, c.of("Each", "Total"), value)
}

// TestPlain: whatever happens in whatever order, the source answers as the plain way does.
func TestPlain(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		c := chance{rand.New(rand.NewPCG(seed, 5))}
		pods := newLive()
		s, _ := newSource(t, pods)
		p := plain{pods: map[string]*objects.Object{}, declarations: map[reference]*declaration{}}
		for range 300 {
			what := step(t, c, s, pods, p)
			for _, metric := range []string{"requests", "latency"} {
				compareObjects(t, c, s, p, metric, what)
			}
			selector, err := labels.Parse(c.of("", "app=a", "app in (a,b)", "app!=a", "tier", "app=a,tier=c"))
			if err != nil {
				t.Fatal(err)
			}
			want := p.series("depth", selector)
			if diff := gocmp.Diff(want, seriesOf(s, selector)); diff != "" {
				t.Fatalf("after %s: series of %q (-want +got):\n%s", what, selector, diff)
			}
		}
	}
}

// step changes something, and says what.
func step(t *testing.T, c chance, s *Source, pods *live, p plain) string {
	name := c.pod()
	switch c.IntN(6) {
	case 0:
		delete(p.pods, name)
		pods.change(func(v objects.View) objects.View { return v.Without(name) })
		return "the end of " + name
	case 1, 2, 3:
		p.pods[name] = &objects.Object{NamespacedName: shop(name), Labels: c.labels(), Leaving: c.IntN(5) == 0}
		pods.change(func(v objects.View) objects.View { return v.With(p.pods[name]) })
		return "a change of " + name
	}
	declared := c.declaration()
	o := decode(declare(t, declared))
	if c.IntN(4) == 0 {
		delete(p.declarations, o.declaration.reference)
		s.remove(o)
		return "the deletion of " + o.declaration.reference.String()
	}
	p.declarations[o.declaration.reference] = o.declaration
	s.put(o)
	return declared
}

func compareObjects(t *testing.T, c chance, s *Source, p plain, metric, what string) {
	t.Helper()
	of := source.Metric{Name: metric, Resource: podRequests.Resource, Namespaced: true}
	names, want := []types.NamespacedName{}, []string{}
	for range c.IntN(30) {
		names = append(names, shop(c.pod()))
	}
	if c.IntN(2) > 0 { // as the provider asks for them
		slices.SortFunc(names, func(a, b types.NamespacedName) int { return cmp.Compare(a.Name, b.Name) })
	}
	for _, name := range names {
		want = append(want, p.sample(metric, name.Name))
	}
	if slices.Contains(want, "conflict") {
		want = slices.Repeat([]string{"conflict"}, len(names))
	}
	samples, err := s.Samples(t.Context(), of, names)
	if diff := gocmp.Diff(want, asWritten(samples, err, len(names))); diff != "" {
		t.Fatalf("after %s: %s of %v (-want +got):\n%s", what, metric, names, diff)
	}
	declared := slices.ContainsFunc(slices.Collect(maps.Values(p.declarations)), func(d *declaration) bool { return !d.external && d.metric == metric })
	if s.Has(of) != declared || slices.Contains(s.Metrics(), of) != declared {
		t.Fatalf("after %s: want %s to be declared: %v", what, metric, declared)
	}
}

func seriesOf(s *Source, selector labels.Selector) []string {
	samples, err := s.ExternalSamples(context.Background(), "shop", "depth", selector)
	switch {
	case errors.Is(err, source.ErrUnknownMetric):
		return []string{}
	case err != nil:
		return []string{errorOf(err)}
	}
	all := []string{}
	for _, sample := range samples {
		all = append(all, sample.Labels.String()+" "+sample.Value.String())
	}
	return all
}

// TestWhileItChanges: an answer is one of one moment, whatever changes meanwhile: all pods have their part of one total
// among the same number of pods.
func TestWhileItChanges(t *testing.T) {
	t.Parallel()
	pods := newLive()
	for i := range 5 {
		pods.change(with(fmt.Sprintf("web-%d", i)))
	}
	s, _ := newSource(t, pods, "shop/a:\n{metric: requests, objects: {resource: pods, selector: "+web+"}, share: Total, value: 1000}")
	names := []types.NamespacedName{shop("web-0"), shop("web-1"), shop("web-2"), shop("web-3"), shop("web-4")}
	var readers sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	for range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				samples, err := s.Samples(ctx, podRequests, names)
				if err != nil {
					t.Error(err)
					return
				}
				first, last := samples[0].Value.MilliValue(), samples[4].Value.MilliValue()
				if first < 100_000 || first-last > 1 {
					t.Errorf("want parts of one total, got %d to %d milli-units", first, last)
					return
				}
			}
		})
	}
	selectors := []string{web, "{matchExpressions: [{key: app, operator: In, values: [web, db]}]}"}
	for i := range 3000 {
		pods.change(with(fmt.Sprintf("web-%d", 5+i%5)))
		s.put(decode(declare(t, fmt.Sprintf("shop/a:\n{metric: requests, objects: {resource: pods, selector: %s}, share: Total, value: %d}", selectors[i/2%2], 1000+i%2*1000))))
		pods.change(func(v objects.View) objects.View { return v.Without(fmt.Sprintf("web-%d", 5+(i+2)%5)) })
	}
	stop()
	readers.Wait()
}

func with(pod string) func(objects.View) objects.View {
	return func(v objects.View) objects.View {
		return v.With(&objects.Object{NamespacedName: shop(pod), Labels: labels.Set{"app": "web"}})
	}
}
