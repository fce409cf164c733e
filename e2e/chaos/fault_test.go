package chaos

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/e2e/traffic"
	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/state"
)

const (
	poll = 50 * time.Millisecond
	// calm is for how long all must be well before a fault and after it.
	calm = 2 * time.Second
	// patience is how long a lab may take to be well again, before the test gives up.
	patience = 3 * time.Minute
)

// fault is one that is tried, with traffic beside it.
type fault struct {
	*clients.Clients
	traffic *traffic.Traffic
	hpa     *hpaWatch

	t    *testing.T
	line finding
}

// begin starts the traffic and returns when all is well. It skips the test on other kinds of cluster.
func begin(t *testing.T, name, aim string, on ...string) *fault {
	t.Helper()
	if !slices.Contains(on, provider.Kind()) {
		t.Skipf("it is tried on %s", strings.Join(on, " and "))
	}
	f := &fault{Clients: provider.Lab().Clients, t: t, line: finding{fault: name, on: provider.Kind(), aim: aim}}
	var err error
	if f.traffic, err = traffic.Start(context.WithoutCancel(t.Context()), f.Config, questions); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.traffic.Stop)
	f.hpa = watchHPA(t, f.Clients)
	f.well()
	return f
}

// well waits until all answers are right for a while.
func (f *fault) well() {
	f.t.Helper()
	since := time.Now()
	err := wait.For(f.t.Context(), "all answers to be right", patience, calm/4, func(context.Context) (bool, string, error) {
		r := f.traffic.Take()
		if r.Requests == 0 || r.Failed+r.Wrong > 0 {
			since = time.Now()
		}
		return time.Since(since) > calm, r.String(), nil
	})
	must(f.t, err)
	f.hpa.take()
}

// found writes the line of the table.
func (f *fault) found(format string, args ...any) {
	f.t.Helper()
	f.line.tell(f.t, format, args...)
}

// folder is that of the lab.
func (f *fault) folder() state.Folder {
	f.t.Helper()
	folder, err := state.FolderOf(provider.Lab().Name)
	must(f.t, err)
	return folder
}

// must ends the test if something that it does itself has failed.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
