package simulated

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/utils/clock"
)

// always is the error rate of a metric that always fails: rates are counted in billionths.
const always = 1e9

// faults are what goes wrong when a metric is read. They never change.
type faults struct {
	rate     uint64 // of seconds that fail, in billionths
	seed     int64
	status   metav1.Status // what a failed read answers
	latency  time.Duration
	staleFor time.Duration
	missing  bool
}

// fails tells whether reads fail at a time since the start. It depends on the seed and the second alone: replicas agree,
// and an experiment that is repeated goes the same way.
func (f faults) fails(elapsed time.Duration) bool {
	if f.rate == 0 || f.rate == always {
		return f.rate == always
	}
	second := elapsed / time.Second
	if elapsed%time.Second < 0 {
		second-- // seconds before the start are as long as the others
	}
	hash := sha256.Sum256(fmt.Appendf(nil, "%d %d", f.seed, second))
	return binary.BigEndian.Uint64(hash[:8])%always < f.rate
}

// failure is the answer of a backend that fails, as given. It is not to be wrapped, so that the client gets it as it is.
func failure(code int32, message string) metav1.Status {
	// What the library makes of a code is wanted here for the reason that goes with it.
	status := apierrors.NewGenericServerResponse(int(code), "get", schema.GroupResource{}, "", "", 0, false).Status()
	return metav1.Status{Status: metav1.StatusFailure, Code: code, Reason: status.Reason, Message: message}
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

// billionths is a rate from 0 to 1.
func billionths(rate resource.Quantity) uint64 {
	return uint64(max(0, min(rate.ScaledValue(resource.Nano), always)))
}
