package write_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/write"
)

// unreadable is a body that must not be read.
type unreadable struct{ t *testing.T }

func (u unreadable) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, errors.New("unreadable")
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	s, clock := &store{}, newClock()
	handler := write.New(s, cluster{}, clock)
	codes := func(n int) map[int]int {
		count := make(map[int]int)
		for range n {
			count[post(t, handler, podPath, "1").Code]++
		}
		return count
	}
	for _, step := range []struct {
		name   string
		pause  time.Duration
		writes int
		want   map[int]int
	}{
		{name: "burst", writes: 103, want: map[int]int{200: 100, 429: 3}},
		{name: "at once", writes: 1, want: map[int]int{429: 1}},
		{name: "a little later", pause: 20 * time.Millisecond, writes: 2, want: map[int]int{200: 1, 429: 1}},
		{name: "a second later", pause: time.Second, writes: 60, want: map[int]int{200: 50, 429: 10}},
		{name: "much later", pause: time.Hour, writes: 110, want: map[int]int{200: 100, 429: 10}},
		{name: "when the clock is set back", pause: -time.Hour, writes: 110, want: map[int]int{200: 100, 429: 10}},
		{name: "a second after that", pause: time.Second, writes: 60, want: map[int]int{200: 50, 429: 10}},
	} {
		clock.SetTime(clock.Now().Add(step.pause))
		if diff := cmp.Diff(step.want, codes(step.writes)); diff != "" {
			t.Errorf("%s: codes (-want +got):\n%s", step.name, diff)
		}
	}
	if len(s.applied) != 401 {
		t.Errorf("want 401 values to be stored, got %d", len(s.applied))
	}

	recorder := send(t, handler, http.MethodPost, podPath, unreadable{t})
	want := outcome{
		Code: http.StatusTooManyRequests, Reason: metav1.StatusReasonTooManyRequests,
		Message: "more than 50 values were written in a second: write slower, or declare a SimulatedMetric with a curve",
	}
	if diff := cmp.Diff(want, outcomeOf(t, recorder)); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
	if got := recorder.Header().Get("Retry-After"); got != "1" {
		t.Errorf("want Retry-After 1, got %q", got)
	}
}

// TestUnknownPathsCostNothing is about clients with a wrong path, who must not slow down those with a right one.
func TestUnknownPathsCostNothing(t *testing.T) {
	t.Parallel()
	handler := newHandler(&store{}, cluster{})
	for range 200 {
		if got := post(t, handler, "/write-metrics/pods", "1").Code; got != http.StatusNotFound {
			t.Fatalf("want 404, got %d", got)
		}
	}
	if got := post(t, handler, podPath, "1").Code; got != http.StatusOK {
		t.Errorf("want 200, got %d", got)
	}
}

func TestConcurrentWriters(t *testing.T) {
	t.Parallel()
	const writers = 100
	s := &store{}
	handler := newHandler(s, cluster{})
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			path := fmt.Sprintf("/write-metrics/namespaces/shop/pods/web-%d/m?labels=i=%d", i, i)
			if got := outcomeOf(t, post(t, handler, path, fmt.Sprint(i))); got.Code != http.StatusOK {
				t.Errorf("%s: %+v", path, got)
			}
		})
	}
	all.Wait()
	names := make([]string, 0, writers)
	for _, object := range s.applied {
		names = append(names, object.GetName())
	}
	slices.Sort(names)
	if got := len(slices.Compact(names)); len(s.applied) != writers || got != writers {
		t.Errorf("want %d objects, got %d with %d names", writers, len(s.applied), got)
	}
}
