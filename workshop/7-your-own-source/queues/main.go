// Command queues plays a message broker: it says how long queues are, as JSON, and their lengths are set by hand.
//
//	GET /queues         [{"name": "orders", "length": 40, "waiting": 12.5, "measured": "2030-01-02T15:04:05Z"}, ...]
//	PUT /queues/orders  sets the length to the number in the body
//
// "waiting" is for how many seconds the queue has not been empty.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"k8s.io/utils/clock"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8077", "address to listen on")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *listen); err != nil {
		fmt.Fprintln(os.Stderr, "queues:", err)
		os.Exit(1) //nolint:gocritic // nothing is left to do
	}
}

// run serves until ctx ends.
func run(ctx context.Context, listen string) error {
	server := &http.Server{Addr: listen, Handler: newBroker(clock.RealClock{}), ReadHeaderTimeout: time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
