package embedded

import (
	"context"
	"fmt"
	"net"
	"time"

	"example.com/metrics-lab/lab/host/wait"
)

const (
	// portTimeout is how long a port may take to be free: the kernel closes the
	// sockets of a process that was killed a moment after it has gone.
	portTimeout = 5 * time.Second
	portPoll    = 50 * time.Millisecond
)

// freePorts returns n ports of 127.0.0.1 that nobody listens on, chosen by the
// operating system, so that labs that start at once get different ones.
func freePorts(ctx context.Context, n int) ([]int, error) {
	var chosen []int
	for range n {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("find a free port: %w", err)
		}
		defer func() { _ = listener.Close() }() // when all are chosen: they must differ
		chosen = append(chosen, listener.Addr().(*net.TCPAddr).Port)
	}
	return chosen, nil
}

// portFree says whether nobody listens on the port of 127.0.0.1.
func portFree(ctx context.Context, port int) bool {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return false
	}
	_ = listener.Close()
	return true
}

// needPorts returns an error when another program took a port of a cluster
// that does not run.
func (c *Cluster) needPorts(ctx context.Context) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	for _, name := range ports() {
		port, _ := options[name].(float64)
		err := wait.For(ctx, "the port", portTimeout, portPoll, func(ctx context.Context) (bool, string, error) {
			return portFree(ctx, int(port)), "", nil
		})
		if err != nil && ctx.Err() == nil {
			return fmt.Errorf("port %d (%s of the stopped cluster) is used by another program now: stop that one, or make a new cluster with `make down` and `make up`",
				int(port), name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
