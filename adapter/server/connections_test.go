package server

import (
	"fmt"
	"net"
	"testing"
)

// fromAddress is a connection of a client.
type fromAddress struct {
	net.Conn
	address string
	closed  bool
}

func (c *fromAddress) RemoteAddr() net.Addr {
	return &net.TCPAddr{IP: net.ParseIP(c.address), Port: 1}
}

func (c *fromAddress) Close() error {
	c.closed = true
	return nil
}

// arriving hands over connections, and has then ended.
type arriving struct {
	net.Listener
	next []*fromAddress
}

func (a *arriving) Accept() (net.Conn, error) {
	if len(a.next) == 0 {
		return nil, net.ErrClosed
	}
	conn := a.next[0]
	a.next = a.next[1:]
	return conn, nil
}

// arrive has n clients of an address connect, and returns their connections, and those that were accepted.
func arrive(l *limited, address string, n int) (all []*fromAddress, accepted []net.Conn) {
	for range n {
		all = append(all, &fromAddress{address: address})
	}
	l.Listener.(*arriving).next = append([]*fromAddress{}, all...)
	for {
		conn, err := l.Accept()
		if err != nil {
			return all, accepted
		}
		accepted = append(accepted, conn)
	}
}

func open(all []*fromAddress) (n int) {
	for _, c := range all {
		if !c.closed {
			n++
		}
	}
	return n
}

func TestOneAddressHasTooMany(t *testing.T) {
	t.Parallel()
	l := limit(&arriving{})
	greedy, accepted := arrive(l, "10.0.0.1", 3*perAddress)
	if len(accepted) != perAddress || open(greedy) != perAddress {
		t.Errorf("%d accepted, %d open, want %d", len(accepted), open(greedy), perAddress)
	}
	other, _ := arrive(l, "10.0.0.2", 5)
	if open(other) != 5 || open(greedy) != perAddress {
		t.Errorf("%d of another address are open, want 5", open(other))
	}
	for range 2 { // the second time does nothing
		if err := accepted[7].Close(); err != nil {
			t.Fatal(err)
		}
	}
	if more, _ := arrive(l, "10.0.0.1", 2); open(more) != 1 {
		t.Errorf("in place of one that has ended %d came, want 1", open(more))
	}
}

func TestAllAreTaken(t *testing.T) {
	t.Parallel()
	l := limit(&arriving{})
	var greedy [][]*fromAddress
	for i := range together / perAddress {
		all, _ := arrive(l, fmt.Sprintf("10.0.1.%d", i), perAddress)
		greedy = append(greedy, all)
	}
	probe, accepted := arrive(l, "10.0.0.2", 3)
	if open(probe) != 3 {
		t.Errorf("%d of an address that had none are open, want 3", open(probe))
	}
	left := 0
	for _, all := range greedy {
		if left += open(all); all[0].closed && open(all) == 0 {
			t.Error("an address has lost all")
		}
	}
	if left != together-3 {
		t.Errorf("%d of the others are open, want %d", left, together-3)
	}
	if err := accepted[0].Close(); err != nil {
		t.Fatal(err)
	}
	if l.count != together-1 {
		t.Errorf("it counts %d, want %d", l.count, together-1)
	}
}

// TestNobodyHasMore: where all have as many, nobody has to go for another one.
func TestNobodyHasMore(t *testing.T) {
	t.Parallel()
	l := limit(&arriving{})
	for i := range together {
		arrive(l, fmt.Sprintf("10.1.%d.%d", i/250, i%250), 1)
	}
	if late, _ := arrive(l, "10.0.0.1", 1); open(late) != 0 {
		t.Error("one more was accepted")
	}
}
