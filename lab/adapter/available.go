package adapter

import (
	"context"
	"strings"
	"time"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/host/wait"
)

const (
	availableTimeout = time.Minute
	poll             = 100 * time.Millisecond
)

// WaitAvailable waits until the API server reaches the adapter through all
// its APIServices, and answers what it is asked there. It gives up after a minute
// without anything new.
func WaitAvailable(ctx context.Context, c *clients.Clients) error {
	return wait.For(ctx, "the metrics APIs to be available", availableTimeout, poll,
		func(ctx context.Context) (bool, string, error) {
			problems, err := Unavailable(ctx, c)
			if err != nil || len(problems) > 0 {
				return false, strings.Join(problems, "; "), err
			}
			err = autoscaling.Discover(ctx, c.Discovery, APIServices())
			return err == nil, "", err
		})
}

// Unavailable returns a line for each of the adapter's APIServices that is not
// available, with the API server's reason.
func Unavailable(ctx context.Context, c *clients.Clients) ([]string, error) {
	return autoscaling.Unavailable(ctx, c.APIServices.ApiregistrationV1(), APIServices())
}
