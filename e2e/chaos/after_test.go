package chaos

import (
	"context"
	"fmt"
	"time"

	"example.com/metrics-lab/e2e/traffic"
	"example.com/metrics-lab/lab/host/wait"
)

// aftermath is what a fault has done, until all was well again.
type aftermath struct {
	report traffic.Report
	hpa    hpaReport
}

// after is for how many seconds requests still failed after a time.
func (a aftermath) after(at time.Time) float64 { return max(0, a.report.Last.Sub(at).Seconds()) }

func (a aftermath) String() string { return fmt.Sprintf("%s; %s", a.report, a.hpa) }

// wellAfter waits until all answers are right for a while, and the HPA has its metric, and returns what came before.
func (f *fault) wellAfter() aftermath {
	f.t.Helper()
	all, since := traffic.Report{}, time.Now()
	err := wait.For(f.t.Context(), "all answers to be right again", patience, poll, func(context.Context) (bool, string, error) {
		r := f.traffic.Take()
		all.Add(r)
		if r.Failed+r.Wrong > 0 || !f.hpa.well() {
			since = time.Now()
		}
		return time.Since(since) > calm, all.String(), nil
	})
	must(f.t, err)
	return aftermath{all, f.hpa.take()}
}

// sleep is for what lasts for a while by itself.
func sleep(ctx context.Context, lasting time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(lasting):
	}
}
