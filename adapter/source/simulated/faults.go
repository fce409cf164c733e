package simulated

import (
	"cmp"
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/utils/clock"
)

// injectFaults applies the faults of several declarations to one read, as if one backend served all of them: the read takes as
// long as the slowest, and fails if one of them fails.
func (s *Source) injectFaults(ctx context.Context, now time.Time, declarations []*declaration) error {
	var latency time.Duration
	for _, d := range declarations {
		if d.broken != nil {
			return unusable(d)
		}
		latency = max(latency, d.value.Faults.Latency)
	}
	if err := sleep(ctx, s.clock, latency); err != nil {
		return err
	}
	for _, d := range declarations {
		if d.value.Fails(now) {
			return failure(d)
		}
	}
	return nil
}

// failure is the answer of a backend that fails, as given. It is not to be wrapped, so that the client gets it as it is.
func failure(d *declaration) error {
	f := d.value.Faults
	// What the library makes of a code is wanted here for the reason that goes with it.
	status := apierrors.NewGenericServerResponse(int(f.Code), "get", schema.GroupResource{}, "", "", 0, false).Status()
	return &apierrors.StatusError{ErrStatus: metav1.Status{
		Status: metav1.StatusFailure, Code: f.Code, Reason: status.Reason,
		Message: cmp.Or(f.Message, fmt.Sprintf("an error that %s declares", d.reference)),
	}}
}

// sleep lasts for a latency, or as long as the client waits: the error is then that of ctx.
func sleep(ctx context.Context, clock clock.Clock, latency time.Duration) error {
	if latency <= 0 {
		return nil
	}
	timer := clock.NewTimer(latency)
	defer timer.Stop()
	select {
	case <-timer.C():
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
