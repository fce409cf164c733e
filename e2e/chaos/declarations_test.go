package chaos

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
)

const (
	crowd    = "crowd" // the namespace of what there are many of
	many     = 10_000  // declarations
	objects  = 50_000  // that are listed anew
	writers  = 16
	settling = 2 * time.Minute // for memory to come back
)

func TestManyDeclarations(t *testing.T) {
	f := begin(t, fmt.Sprintf("%d declarations at once, then deleted", many), "answers stay right, memory comes back", lifecycle.Embedded)
	memory := f.watchMemory()
	before := memory.now()
	f.makeCrowd()
	start := time.Now()
	f.each(many, func(ctx context.Context, i int) error {
		return f.Declarations.Apply(ctx, declaration(fmt.Sprintf("d-%d", i)), "chaos")
	})
	f.knows(fmt.Sprintf("d-%d", many-1))
	known := time.Since(start)
	full := memory.now()
	f.deleteCrowd()
	after := f.settle(memory, before)
	back := f.wellAfter()
	f.mustBeRight(back)
	f.found("known after %.0f s; %d MiB before, %d MiB with them, %d MiB afterwards, %s; %s",
		known.Seconds(), before, full, after, memory.within(t), back)
}

func TestChurn(t *testing.T) {
	f := begin(t, "a declaration is applied and deleted 100 times a second for a minute", "answers stay right, memory comes back", lifecycle.Embedded)
	memory := f.watchMemory()
	before := memory.now()
	f.makeCrowd()
	ctx, cancel := context.WithTimeout(t.Context(), lasting)
	defer cancel()
	changes := 0
	for tick := time.NewTicker(10 * time.Millisecond); ctx.Err() == nil; <-tick.C {
		must(t, f.Declarations.Apply(t.Context(), declaration("churn"), "chaos"))
		must(t, f.Declarations.Delete(t.Context(), declaration("churn")))
		changes++
	}
	f.deleteCrowd()
	after := f.settle(memory, before)
	back := f.wellAfter()
	f.mustBeRight(back)
	f.found("%d times; %d MiB before, %d MiB afterwards, %s; %s", changes, before, after, memory.within(t), back)
}

func TestWatchIsCut(t *testing.T) {
	f := begin(t, "what the adapter watches is cut each second for a minute, while declarations change", "answers stay right", lifecycle.Embedded)
	line, runs := f.throughLine(), f.adapterRuns()
	f.makeCrowd()
	cuts := 0
	for end := time.Now().Add(lasting); time.Now().Before(end) && t.Context().Err() == nil; cuts++ {
		line.cut()
		must(t, f.Declarations.Apply(t.Context(), declaration(fmt.Sprintf("cut-%d", cuts)), "chaos"))
		sleep(t.Context(), time.Second)
	}
	cutting := f.traffic.Take()
	f.knows(fmt.Sprintf("cut-%d", cuts-1))
	f.deleteCrowd()
	back := f.wellAfter()
	if cutting.Wrong > 0 || f.adapterRuns() != runs {
		t.Error(cutting)
	}
	f.found("%d cuts; meanwhile %s; %s", cuts, cutting, back.hpa)
}

// TestRelist: the right to watch is taken away for a moment, so that the adapter has to list all of it again.
func TestRelist(t *testing.T) {
	f := begin(t, fmt.Sprintf("a relist of %d objects", objects), "answers stay right, memory comes back", lifecycle.Embedded)
	line := f.throughLine()
	memory := f.watchMemory()
	before := memory.now()
	f.makeCrowd()
	services := f.Kubernetes.CoreV1().Services(crowd)
	f.each(objects, func(ctx context.Context, i int) error {
		_, err := services.Create(ctx, &corev1.Service{
			ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("s-%d", i)},
			Spec:       corev1.ServiceSpec{ClusterIP: corev1.ClusterIPNone},
		}, metav1.CreateOptions{})
		return err
	})
	f.well()
	full := memory.now()
	bindings := f.Kubernetes.RbacV1().ClusterRoleBindings()
	binding, err := bindings.Get(t.Context(), "metrics-adapter:described-objects", metav1.GetOptions{})
	must(t, err)
	must(t, bindings.Delete(t.Context(), binding.Name, metav1.DeleteOptions{}))
	line.cut()
	sleep(t.Context(), calm)
	binding.ResourceVersion, binding.UID = "", ""
	_, err = bindings.Create(t.Context(), binding, metav1.CreateOptions{})
	must(t, err)
	given := time.Now()
	back := f.wellAfter()
	right := back.after(given)
	f.deleteCrowd()
	after := f.settle(memory, before)
	f.mustBeRight(f.wellAfter())
	f.found("all right %.1f s after it may list again; %d MiB before, %d MiB with them, %d MiB afterwards, %s; %d wrong answers",
		right, before, full, after, memory.within(t), back.report.Wrong)
}

func declaration(name string) *v1alpha1.SimulatedMetric {
	value := resource.MustParse("1")
	return &v1alpha1.SimulatedMetric{
		TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion().String(), Kind: "SimulatedMetric"},
		ObjectMeta: metav1.ObjectMeta{Namespace: crowd, Name: name},
		Spec:       v1alpha1.SimulatedMetricSpec{Metric: name, External: &v1alpha1.External{}, Simulation: v1alpha1.Simulation{Value: &value}},
	}
}

func (f *fault) mustBeRight(a aftermath) {
	f.t.Helper()
	if a.report.Failed+a.report.Wrong > 0 || a.hpa.Moved != 0 {
		f.t.Error(a)
	}
}

func (f *fault) makeCrowd() {
	f.t.Helper()
	namespaces := f.Kubernetes.CoreV1().Namespaces()
	_, err := namespaces.Create(f.t.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: crowd}}, metav1.CreateOptions{})
	must(f.t, err)
	f.t.Cleanup(func() { _ = namespaces.Delete(context.WithoutCancel(f.t.Context()), crowd, metav1.DeleteOptions{}) }) // it has gone, unless the test has failed
}

// deleteCrowd returns when all of it has gone.
func (f *fault) deleteCrowd() {
	f.t.Helper()
	namespaces := f.Kubernetes.CoreV1().Namespaces()
	must(f.t, namespaces.Delete(f.t.Context(), crowd, metav1.DeleteOptions{}))
	err := wait.For(f.t.Context(), "the namespace to go", patience, time.Second, func(ctx context.Context) (bool, string, error) {
		list, err := namespaces.List(ctx, metav1.ListOptions{FieldSelector: "metadata.name=" + crowd})
		return err == nil && len(list.Items) == 0, "", err
	})
	must(f.t, err)
}

// each does something many times, by several at once.
func (f *fault) each(n int, do func(ctx context.Context, i int) error) {
	f.t.Helper()
	var group sync.WaitGroup
	var next atomic.Int64
	errs := make(chan error, writers)
	for range writers {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if err := do(f.t.Context(), int(i)); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	group.Wait()
	select {
	case err := <-errs:
		f.t.Fatal(err)
	default:
	}
}

// knows waits until the adapter answers a declaration.
func (f *fault) knows(name string) {
	f.t.Helper()
	err := wait.For(f.t.Context(), "the adapter to know "+name, patience, poll, func(ctx context.Context) (bool, string, error) {
		_, err := f.Kubernetes.Discovery().RESTClient().Get().AbsPath("/apis/external.metrics.k8s.io/v1beta1/namespaces", crowd, name).DoRaw(ctx)
		return err == nil, "", err
	})
	must(f.t, err)
}

// settle waits until memory has come back, or for a while, and returns what is held then, in MiB.
func (f *fault) settle(m *memory, before uint64) uint64 {
	f.t.Helper()
	for end := time.Now().Add(settling); time.Now().Before(end); sleep(f.t.Context(), time.Second) {
		if m.now() <= before+before/4 {
			break
		}
	}
	return m.now()
}
