package sample

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	clocktesting "k8s.io/utils/clock/testing"

	"example.com/metrics-lab/adapter/source"
)

var (
	noon    = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	packets = source.Metric{Name: "packets-per-second", Resource: schema.GroupResource{Resource: "pods"}, Namespaced: true}
	queue   = source.Metric{Name: "work-queue-length", Resource: schema.GroupResource{Resource: "namespaces"}}
	unknown = source.Metric{Name: "unheard-of", Resource: schema.GroupResource{Resource: "pods"}, Namespaced: true}
)

func newSource() *Source {
	return New(clocktesting.NewFakePassiveClock(noon))
}

func pods(n int) []types.NamespacedName {
	names := make([]types.NamespacedName, n)
	for i := range names {
		names[i] = types.NamespacedName{Namespace: "shop", Name: fmt.Sprintf("web-%d", i)}
	}
	return names
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	got := newSource().Metrics()
	slices.SortFunc(got, func(a, b source.Metric) int { return strings.Compare(a.Name, b.Name) })
	want := []source.Metric{
		{Name: "connections-per-second", Resource: schema.GroupResource{Resource: "services"}, Namespaced: true},
		packets,
		queue,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
}

func TestHas(t *testing.T) {
	t.Parallel()
	s := newSource()
	for _, metric := range s.Metrics() {
		other := metric
		other.Namespaced = !metric.Namespaced
		if !s.Has(metric) || s.Has(other) {
			t.Errorf("%+v: want it there, in that scope only", metric)
		}
	}
	if !s.HasExternal("queue-messages") || s.HasExternal("unheard-of") {
		t.Error("want queue-messages and no other external metric")
	}
}

func TestSampleGrowsByATenthAtEachRead(t *testing.T) {
	t.Parallel()
	s := newSource()
	var got []string
	for _, pod := range pods(11) { // whichever object is read
		sample, err := s.Sample(t.Context(), packets, pod)
		if err != nil {
			t.Fatal(err)
		}
		if !sample.Time.Equal(noon) {
			t.Errorf("time: want %v, got %v", noon, sample.Time)
		}
		got = append(got, sample.Value.String())
	}
	want := []string{"100m", "200m", "300m", "400m", "500m", "600m", "700m", "800m", "900m", "1", "1100m"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func TestCountersAreIndependent(t *testing.T) {
	t.Parallel()
	s := newSource()
	for range 5 {
		if _, err := s.Sample(t.Context(), packets, pods(1)[0]); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Sample(t.Context(), queue, types.NamespacedName{Name: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("100m", got.Value.String()); diff != "" {
		t.Errorf("value (-want +got):\n%s", diff)
	}
}

func TestSamplesShareTheTotal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		total     int64 // after the read
		objects   int
		wantMilli int64 // of each object
	}{
		{name: "one object has it all", total: 1, objects: 1, wantMilli: 10_000},
		{name: "three objects, first read", total: 1, objects: 3, wantMilli: 3_300},
		{name: "seven objects, first read", total: 1, objects: 7, wantMilli: 1_400},
		{name: "seven objects, fifth read", total: 5, objects: 7, wantMilli: 7_100},
		{name: "more objects than there is to share", total: 1, objects: 101, wantMilli: 0},
		{name: "the largest total", total: maxTotal, objects: 1, wantMilli: 9_223_372_036_854_770_000},
		{name: "the largest total, shared", total: maxTotal, objects: 3, wantMilli: 3_074_457_345_618_256_600},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSource()
			s.counters[packets].total.Store(test.total - 1)
			got, err := s.Samples(t.Context(), packets, pods(test.objects))
			if err != nil {
				t.Fatal(err)
			}
			one := source.Sample{Value: *resource.NewMilliQuantity(test.wantMilli, resource.DecimalSI), Time: noon}
			want := slices.Repeat([]source.Sample{one}, test.objects)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("samples (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSamplesOfNoObjects(t *testing.T) {
	t.Parallel()
	got, err := newSource().Samples(t.Context(), packets, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 0 {
		t.Errorf("want no samples, got %v", got)
	}
}

func TestTotalSaturates(t *testing.T) {
	t.Parallel()
	s := newSource()
	s.counters[packets].total.Store(maxTotal - 1)
	for read := range 3 {
		got, err := s.Sample(t.Context(), packets, pods(1)[0])
		if err != nil {
			t.Fatal(err)
		}
		if got.Value.MilliValue() != maxTotal*100 {
			t.Errorf("read %d: want %dm, got %s", read, int64(maxTotal*100), got.Value.String())
		}
	}
}

func TestConcurrentReadsAreAllCounted(t *testing.T) {
	t.Parallel()
	const readers, reads = 50, 200
	s := newSource()
	var wg sync.WaitGroup
	for range readers {
		wg.Go(func() {
			for range reads / 2 {
				_, errOne := s.Sample(t.Context(), packets, pods(1)[0])
				_, errMany := s.Samples(t.Context(), packets, pods(3))
				if err := errors.Join(errOne, errMany); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got := s.counters[packets].total.Load(); got != readers*reads {
		t.Errorf("want %d reads, counted %d", readers*reads, got)
	}
}

func TestUnknownMetric(t *testing.T) {
	t.Parallel()
	s := newSource()
	_, errOne := s.Sample(t.Context(), unknown, pods(1)[0])
	_, errMany := s.Samples(t.Context(), unknown, pods(1))
	_, errExternal := s.ExternalSamples(t.Context(), "shop", "unheard-of", labels.Everything())
	for name, err := range map[string]error{"Sample": errOne, "Samples": errMany, "ExternalSamples": errExternal} {
		if !errors.Is(err, source.ErrUnknownMetric) {
			t.Errorf("%s: want ErrUnknownMetric, got %v", name, err)
		}
	}
}
