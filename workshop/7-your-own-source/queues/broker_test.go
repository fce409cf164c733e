package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	clocktesting "k8s.io/utils/clock/testing"
)

func ask(b *broker, method, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	return w
}

// TestQueues: they have the length that was set last, and have waited since they were empty.
func TestQueues(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	clock := clocktesting.NewFakePassiveClock(noon)
	b := newBroker(clock)
	for _, step := range []struct {
		after        time.Duration
		name, length string
	}{
		{time.Second, "orders", "40"}, {2 * time.Second, "orders", "50\n"}, {3 * time.Second, "invoices", "0"}, {4 * time.Second, "returns", "1"},
	} {
		clock.SetTime(noon.Add(step.after))
		if w := ask(b, "PUT", "/queues/"+step.name, step.length); w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", step.name, w.Code, w.Body)
		}
	}
	clock.SetTime(noon.Add(10 * time.Second))
	want := `[{"name":"invoices","length":0,"waiting":0,"measured":"2026-01-02T12:00:10Z"},` +
		`{"name":"orders","length":50,"waiting":9,"measured":"2026-01-02T12:00:10Z"},` +
		`{"name":"returns","length":1,"waiting":6,"measured":"2026-01-02T12:00:10Z"}]` + "\n"
	if diff := cmp.Diff(want, ask(b, "GET", "/queues", "").Body.String()); diff != "" {
		t.Errorf("queues (-want +got):\n%s", diff)
	}
}

func TestWhatIsNoLength(t *testing.T) {
	t.Parallel()
	b := newBroker(clocktesting.NewFakePassiveClock(time.Now()))
	for _, body := range []string{"", "many", "-1", "1.5", strings.Repeat("0", 101)} {
		if w := ask(b, "PUT", "/queues/orders", body); w.Code != http.StatusBadRequest {
			t.Errorf("%q: got %d", body, w.Code)
		}
	}
	if got := b.states()[1].Length; got != 0 {
		t.Errorf("got length %d", got)
	}
}

// TestRunEnds: with its context, without an error, and with one where it cannot listen.
func TestRunEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := run(ctx, "127.0.0.1:0"); err != nil {
		t.Error(err)
	}
	if err := run(t.Context(), "127.0.0.1:http:"); err == nil {
		t.Error("want an error")
	}
}
