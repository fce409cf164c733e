package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/wait"
)

const (
	// seenTimeout is how long the adapter may take to see an object that was made.
	seenTimeout = time.Minute
	// scaleTimeout is how long an HPA may take to scale, and pods to become ready,
	// without anything new: an HPA looks once a second, and a pod of a kind cluster
	// takes a busy machine a minute.
	scaleTimeout = 3 * time.Minute
	// stayPeriod is how long something is watched that must not change: several looks of an HPA.
	stayPeriod = 4 * time.Second
	poll       = 50 * time.Millisecond
)

// waitForObjects waits until the adapter sees the services, and the namespace
// itself: it watches them, so it is a moment behind.
func waitForObjects(ctx context.Context, t *testing.T, ns string, services []string) context.Context {
	t.Helper()
	err := wait.For(ctx, "the adapter to see the objects", seenTimeout, poll, func(context.Context) (bool, string, error) {
		if _, err := customClient.RootScopedMetrics().GetForObject(namespace, ns, "work-queue-length", everything); err != nil {
			return false, "", err
		}
		if len(services) == 0 {
			return true, "", nil
		}
		list, err := customClient.NamespacedMetrics(ns).GetForObjects(service, everything, "connections-per-second", everything)
		if err != nil {
			return false, "", err
		}
		return len(list.Items) == len(services), fmt.Sprintf("%d of %d services", len(list.Items), len(services)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}
