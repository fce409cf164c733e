package server

import (
	"net"
	"slices"
	"sync"

	"k8s.io/klog/v2"
)

const (
	// perAddress is how many connections one address may have. API servers have a few each, over which all their requests
	// come, and kubelets one for each probe.
	perAddress = 100
	// together is how many connections there may be. One that waits takes some 60 KB, and one with a request four times that:
	// all of them stay below the memory that a pod of the adapter may hold.
	together = 400
)

// limited is a listener that keeps connections from taking all memory, as thousands of slow clients would. Whoever has too
// many gets no other one. When all are taken, an address with less than others gets one all the same, in place of the oldest
// of the address that has the most: so probes and the API server come through.
type limited struct {
	net.Listener

	mu    sync.Mutex
	of    map[string][]*connection // guarded by mu: by address, the oldest first
	count int                      // guarded by mu
}

// connection is one of a limited listener.
type connection struct {
	net.Conn
	address  string
	listener *limited
}

func limit(listener net.Listener) *limited {
	return &limited{Listener: listener, of: make(map[string][]*connection)}
}

// Accept implements net.Listener.
func (l *limited) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		address, _, err := net.SplitHostPort(conn.RemoteAddr().String())
		if err != nil {
			address = conn.RemoteAddr().String()
		}
		c := &connection{Conn: conn, address: address, listener: l}
		refused := l.admit(c)
		if refused != nil {
			klog.V(2).InfoS("Closing a connection: there are too many", "from", refused.address)
			_ = refused.Conn.Close()
		}
		if refused != c {
			return c, nil
		}
	}
}

// admit answers the connection that has to go for this one: itself, if it may not come, and nil if there is room.
func (l *limited) admit(c *connection) *connection {
	l.mu.Lock()
	defer l.mu.Unlock()
	has := len(l.of[c.address])
	if has >= perAddress {
		return c
	}
	var gone *connection
	if l.count >= together {
		most := l.mostLocked()
		if len(l.of[most]) <= has+1 {
			return c
		}
		gone = l.of[most][0]
		l.forgetLocked(gone)
	}
	l.of[c.address] = append(l.of[c.address], c)
	l.count++
	return gone
}

// mostLocked is the address that has the most connections.
func (l *limited) mostLocked() (most string) {
	for address, all := range l.of {
		if len(all) > len(l.of[most]) {
			most = address
		}
	}
	return most
}

func (l *limited) forgetLocked(c *connection) {
	left := l.of[c.address]
	i := slices.Index(left, c)
	if i < 0 {
		return // it had to go before
	}
	l.count--
	if left = slices.Delete(left, i, i+1); len(left) == 0 {
		delete(l.of, c.address)
		return
	}
	l.of[c.address] = left
}

// Close implements net.Conn.
func (c *connection) Close() error {
	c.listener.mu.Lock()
	c.listener.forgetLocked(c)
	c.listener.mu.Unlock()
	return c.Conn.Close()
}
