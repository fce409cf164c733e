package server

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

func TestCrowd(t *testing.T) {
	t.Parallel()
	release, entered := make(chan struct{}), make(chan struct{}, inFlight)
	c := &crowd{of: make(map[string]int)}
	handler := c.control(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			entered <- struct{}{}
			<-release
		}
	}))
	ask := func(address, path string) *httptest.ResponseRecorder {
		request := httptest.NewRequestWithContext(context.Background(), http.MethodGet, path, nil)
		request.RemoteAddr = address
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, request)
		return w
	}
	var group sync.WaitGroup
	for range inFlight {
		group.Go(func() { ask("10.0.0.1:1", "/slow") })
		<-entered
	}
	for _, row := range []struct {
		name, address, path string
		want                int
	}{
		{"one more", "10.0.0.1:2", "/apis", http.StatusTooManyRequests},
		{"a probe", "10.0.0.1:3", "/livez", http.StatusOK},
		{"somebody else", "10.0.0.2:1", "/apis", http.StatusOK},
	} {
		w := ask(row.address, row.path)
		if w.Code != row.want || (w.Header().Get("Retry-After") != "") != (row.want == http.StatusTooManyRequests) {
			t.Errorf("%s: got %d, want %d; %v", row.name, w.Code, row.want, w.Header())
		}
	}
	close(release)
	group.Wait()
	if w := ask("10.0.0.1:4", "/apis"); w.Code != http.StatusOK || len(c.of) != 0 {
		t.Errorf("when they are answered: got %d, and %v are counted", w.Code, c.of)
	}
}
