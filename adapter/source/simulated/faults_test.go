package simulated

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/source"
)

func wantMessage(t *testing.T, err error, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("want an error with %q, got %v", part, err)
		}
	}
}

func TestInjectedErrorsReachTheClientAsGiven(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, faults string
		want         metav1.Status
	}{
		{"default", "{errorRate: 1}", metav1.Status{Code: 500, Reason: metav1.StatusReasonInternalError, Message: "an error that SimulatedMetric shop/a declares"}},
		{"given", "{errorRate: 1, errorCode: 503, errorMessage: the database is down}", metav1.Status{Code: 503, Reason: metav1.StatusReasonServiceUnavailable, Message: "the database is down"}},
		{"too many", "{errorRate: 1, errorCode: 429}", metav1.Status{Code: 429, Reason: metav1.StatusReasonTooManyRequests, Message: "an error that SimulatedMetric shop/a declares"}},
		{"without a reason of its own", "{errorRate: 1, errorCode: 418}", metav1.Status{Code: 418, Reason: metav1.StatusReasonUnknown, Message: "an error that SimulatedMetric shop/a declares"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newSource(t, pods("web", "web-0"),
				"shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1, faults: "+test.faults+"}")
			_, err := s.Sample(t.Context(), podRequests, shop("web-0"))
			status, ok := err.(apierrors.APIStatus) // itself: what wraps one is hidden from clients
			if !ok {
				t.Fatalf("want a Status, got %v", err)
			}
			test.want.Status = metav1.StatusFailure
			if diff := cmp.Diff(test.want, status.Status()); diff != "" {
				t.Errorf("status (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOneFailingDeclarationFailsTheRead(t *testing.T) {
	t.Parallel()
	s, _ := newSource(t, pods("web", "web-0", "web-1"),
		"shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}",
		"shop/b:\n{metric: requests, objects: {resource: pods, name: web-1}, value: 1, faults: {errorRate: 1}}")
	_, err := s.Samples(t.Context(), podRequests, []types.NamespacedName{shop("web-0"), shop("web-1")})
	wantMessage(t, err, "SimulatedMetric shop/b declares")
	if got := read(t, s, podRequests, shop("web-0"))["web-0"]; got != "1" {
		t.Errorf("want a read that it does not concern to go well, got %q", got)
	}
}

func TestErrorRate(t *testing.T) {
	t.Parallel()
	const seconds = 10000
	for _, test := range []struct {
		rate     string
		min, max int
	}{{"0", 0, 0}, {"0.1", 900, 1100}, {"0.5", 4800, 5200}, {"0.999", 9980, 9999}, {"1", seconds, seconds}} {
		t.Run(test.rate, func(t *testing.T) {
			t.Parallel()
			failed := 0
			for _, fails := range pattern(t, `errorRate: "`+test.rate+`", seed: 7`, seconds) {
				if fails {
					failed++
				}
			}
			if failed < test.min || failed > test.max {
				t.Errorf("want from %d to %d of %d seconds to fail, got %d", test.min, test.max, seconds, failed)
			}
		})
	}
}

func TestErrorsDependOnSeedAndSecondAlone(t *testing.T) {
	t.Parallel()
	const seconds = 200
	first := pattern(t, `errorRate: "0.5", seed: 7`, seconds)
	if diff := cmp.Diff(first, pattern(t, `errorRate: "0.5", seed: 7`, seconds)); diff != "" {
		t.Errorf("the same seed (-first +again):\n%s", diff)
	}
	if cmp.Equal(first, pattern(t, `errorRate: "0.5", seed: 8`, seconds)) {
		t.Error("want another seed to choose other seconds")
	}
	more := pattern(t, `errorRate: "0.9", seed: 7`, seconds)
	for i := range first {
		if first[i] && !more[i] {
			t.Errorf("second %d fails at a rate of 0.5 and not at 0.9", i)
		}
	}
}

// pattern tells for each second since the start whether reads fail, which they all do or none.
func pattern(t *testing.T, faults string, seconds int) []bool {
	t.Helper()
	s, clock := newSource(t, pods("web", "web-0"),
		fmt.Sprintf("shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1, faults: {%s}}", faults))
	failed := make([]bool, seconds)
	for i := range failed {
		for _, within := range []time.Duration{0, 999 * time.Millisecond} {
			clock.SetTime(created.Add(time.Duration(i)*time.Second + within))
			_, err := s.Sample(t.Context(), podRequests, shop("web-0"))
			if within > 0 && failed[i] != (err != nil) {
				t.Fatalf("second %d: one read fails and another does not", i)
			}
			failed[i] = err != nil
		}
	}
	return failed
}

func TestStaleSamplesAreThoseOfTheirTime(t *testing.T) {
	t.Parallel()
	s, clock := newSource(t, pods("web", "web-0"),
		`shop/a:
{metric: requests, objects: {resource: pods, name: web-0}, curve: [{at: 0s, value: 0}, {at: 10m, value: 600}], faults: {staleFor: 5m}}`)
	clock.Step(7 * time.Minute)
	got, err := s.Sample(t.Context(), podRequests, shop("web-0"))
	if err != nil {
		t.Fatal(err)
	}
	if !got.Time.Equal(created.Add(2*time.Minute)) || got.Value.String() != "120" {
		t.Errorf("want 120 of 10:02, got %s of %s", got.Value.String(), got.Time)
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	s, _ := newSource(t, pods("web", "web-0"),
		"shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1, faults: {missing: true}}")
	if !s.Has(podRequests) {
		t.Error("want the metric to be known")
	}
	if _, err := s.Sample(t.Context(), podRequests, shop("web-0")); !errors.Is(err, source.ErrNoSample) {
		t.Errorf("want no sample, got %v", err)
	}
}

func TestLatency(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		faults  string // of one of two pods
		timeout time.Duration
		want    time.Duration
		wantErr error
	}{
		{name: "as declared", faults: "latency: 200ms", timeout: time.Second, want: 200 * time.Millisecond},
		{name: "none", faults: "latency: 0s", timeout: time.Second},
		{name: "as long as the client waits", faults: "latency: 1h", timeout: time.Second, want: time.Second, wantErr: context.DeadlineExceeded},
		{name: "before an error", faults: "latency: 200ms, errorRate: 1, errorCode: 503", timeout: time.Second, want: 200 * time.Millisecond, wantErr: errStatus},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := New(clock.RealClock{}, pods("web", "web-0", "web-1"))
				s.put(decode(declare(t, "shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1, faults: {"+test.faults+"}}")))
				s.put(decode(declare(t, "shop/b:\n{metric: requests, objects: {resource: pods, name: web-1}, value: 1, faults: {latency: 1ms}}")))
				ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
				defer cancel()
				start := time.Now()
				_, err := s.Samples(ctx, podRequests, []types.NamespacedName{shop("web-0"), shop("web-1")})
				waited := time.Since(start)
				if test.want == 0 {
					test.want = time.Millisecond // that of the other pod
				}
				if waited != test.want {
					t.Errorf("want to wait for %s, waited %s", test.want, waited)
				}
				if status, ok := err.(apierrors.APIStatus); ok && status.Status().Code == http.StatusServiceUnavailable {
					err = errStatus
				}
				if !errors.Is(err, test.wantErr) {
					t.Errorf("want the error %v, got %v", test.wantErr, err)
				}
			})
		})
	}
}

// errStatus stands for the error that was declared.
var errStatus = errors.New("status 503")
