package load

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	t.Parallel()
	of := func(n int) *Result {
		r := &Result{}
		for i := range n {
			r.Latencies = append(r.Latencies, time.Duration(n-i))
		}
		return r
	}
	for _, test := range []struct {
		n    int
		part float64
		want time.Duration
	}{{0, 0.5, 0}, {1, 0.99, 1}, {2, 0.5, 1}, {3, 0.5, 2}, {100, 0.99, 99}, {100, 1, 100}, {101, 0.99, 100}, {1000, 0.9, 900}} {
		if got := of(test.n).Percentile(test.part); got != test.want {
			t.Errorf("%v of %d: got %d, want %d", test.part, test.n, got, test.want)
		}
	}
}

// TestErrors: an answer that fails, or has another size than the first one, is counted apart from the others.
func TestErrors(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(w http.ResponseWriter){
		"a failure": func(w http.ResponseWriter) { http.Error(w, "down", http.StatusServiceUnavailable) },
		"too short": func(w http.ResponseWriter) { _, _ = fmt.Fprint(w, "short") },
	} {
		var asked atomic.Int64
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if asked.Add(1)%2 == 0 {
				answer(w)
				return
			}
			_, _ = fmt.Fprint(w, strings.Repeat("x", 1000))
		}))
		r := Run(t.Context(), server.Client(), server.URL, 50*time.Millisecond)
		server.Close()
		if all := int(asked.Load()) - 1; r.Errors != (all+1)/2 || len(r.Latencies) != all/2 || r.LastError == "" {
			t.Errorf("%s: got %d errors and %d answers of %d, %q", name, r.Errors, len(r.Latencies), all, r.LastError)
		}
		if r.PerSecond() <= 0 {
			t.Errorf("%s: got %f a second", name, r.PerSecond())
		}
	}
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	if r := Run(t.Context(), server.Client(), server.URL, time.Minute); r.Errors != 1 || !strings.Contains(r.LastError, "404") {
		t.Errorf("got %d errors, %q", r.Errors, r.LastError)
	}
}
