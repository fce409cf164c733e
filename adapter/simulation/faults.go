package simulation

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"net/http"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// always is the error rate of a metric that always fails: rates are counted in billionths.
const always = 1e9

// Faults are what goes wrong when a metric is read. They never change.
type Faults struct {
	// Code and Message are what a read that fails answers: a code of HTTP, by default 500, and words, which may be empty.
	Code    int32
	Message string
	// Latency is how long an answer takes.
	Latency time.Duration
	// StaleFor is how old each value is.
	StaleFor time.Duration
	// Missing says that there is no value.
	Missing bool

	rate uint64 // of seconds that fail, in billionths
	seed int64
}

func newFaults(declared *v1alpha1.Faults) Faults {
	if declared == nil {
		return Faults{}
	}
	f := Faults{
		Code:    cmp.Or(declared.ErrorCode, http.StatusInternalServerError),
		Message: declared.ErrorMessage, Latency: duration(declared.Latency), StaleFor: duration(declared.StaleFor), Missing: declared.Missing,
		seed: declared.Seed,
	}
	if declared.ErrorRate != nil {
		f.rate = billionths(*declared.ErrorRate)
	}
	return f
}

// Always tells whether each read fails.
func (f Faults) Always() bool { return f.rate == always }

// fail tells whether reads fail at a time since the start. It depends on the seed and the second alone: replicas agree,
// and an experiment that is repeated goes the same way.
func (f Faults) fail(elapsed time.Duration) bool {
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

// billionths is a rate from 0 to 1.
func billionths(rate resource.Quantity) uint64 {
	return uint64(max(0, min(rate.ScaledValue(resource.Nano), always)))
}

func duration(d *metav1.Duration) time.Duration {
	if d == nil {
		return 0
	}
	return d.Duration
}
