package simulated

import (
	"context"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// suffer lets what is wrong with the claims that a read concerns happen to the read as a whole, as it would with a backend
// that serves all of them: the answer comes when the slowest would, and one that fails makes it fail.
func (s *Source) suffer(ctx context.Context, now time.Time, claims []*claim) error {
	var latency time.Duration
	for _, c := range claims {
		if c.broken != nil {
			return unusable(c)
		}
		latency = max(latency, c.faults.latency)
	}
	if err := sleep(ctx, s.clock, latency); err != nil {
		return err
	}
	for _, c := range claims {
		if c.faults.fails(now.Sub(c.start)) {
			return &apierrors.StatusError{ErrStatus: c.faults.status}
		}
	}
	return nil
}
