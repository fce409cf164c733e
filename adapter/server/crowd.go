package server

import (
	"net"
	"net/http"
	"sync"
)

// inFlight is how many requests of one address are worked on at a time. An API server, over which all HPAs ask, has some ten,
// also when it asks for as many answers as two cores give. The library has a limit too, but for all together, and only after it
// has verified who asks: whoever has no right may keep it busy before that.
const inFlight = 100

// crowd counts the requests that are worked on.
type crowd struct {
	mu sync.Mutex
	of map[string]int // guarded by mu: by address
}

// control refuses what is too much with 429, so that others, and what was let in, are answered in time.
func (c *crowd) control(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/livez", "/readyz", "/healthz": // a kubelet asks, and would kill what does not answer
			handler.ServeHTTP(w, r)
			return
		}
		address, _, _ := net.SplitHostPort(r.RemoteAddr)
		if !c.enter(address) {
			w.Header().Set("Retry-After", "1") // as the library's own limit does
			http.Error(w, "Too many requests of this client are in flight: try again later", http.StatusTooManyRequests)
			return
		}
		defer c.leave(address)
		handler.ServeHTTP(w, r)
	})
}

func (c *crowd) enter(address string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of[address] >= inFlight {
		return false
	}
	c.of[address]++
	return true
}

func (c *crowd) leave(address string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of[address]--; c.of[address] == 0 {
		delete(c.of, address)
	}
}
