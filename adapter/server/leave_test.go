package server

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestLeave(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	connections := map[string]bool{}
	server := httptest.NewUnstartedServer(leave(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connections[r.RemoteAddr] = true
		w.WriteHeader(http.StatusNoContent)
	})))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	for i := range 6 {
		if i == 3 {
			cancel()
		}
		response, err := server.Client().Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil || response.ProtoMajor != 2 || response.StatusCode != http.StatusNoContent {
			t.Errorf("request %d: %s %s, %v", i, response.Proto, response.Status, err)
		}
	}
	// The first one took four requests: the last of them was told to leave it.
	if len(connections) != 3 {
		t.Errorf("six requests came on %d connections, want 3", len(connections))
	}
}
