package server

import (
	"context"
	"net/http"
)

// leave has clients that keep their connection make another one once ctx has ended, which is to another replica: the server
// says that it closes this one, which in HTTP/2 is a GOAWAY. Otherwise the API server would use it until the very end, and a
// request that comes then is refused.
func leave(ctx context.Context, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ctx.Err() != nil {
			w.Header().Set("Connection", "close")
		}
		handler.ServeHTTP(w, r)
	})
}
