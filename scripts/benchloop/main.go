// Command benchloop measures the inner loop of live development: from a saved
// change of a constant in the adapter to the new value, read through the
// aggregated API.
//
//	go run ./scripts/benchloop [-n 10] [-tilt]
//
// It needs the lab metrics-lab, and runs from the repository's top folder. It
// does what the Tiltfile has Tilt do; with -tilt it only saves, and `tilt up` has
// to run. At the end the changed file is put back, and the lab's adapter, unless it
// is Tilt's.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
)

const (
	// source is the file that is changed, and constant the value in it: that of
	// the metric that is read.
	source   = "adapter/source/sample/external.go"
	constant = "s.queue(5, "
	metric   = "/apis/external.metrics.k8s.io/v1beta1/namespaces/default/queue-messages"
	selector = "tier=premium"
	// timeout is how long one change may take.
	timeout = 2 * time.Minute
	poll    = 10 * time.Millisecond
)

func main() {
	times := flag.Int("n", 10, "how many changes")
	tilt := flag.Bool("tilt", false, "tilt up runs: only save, and let it do the rest")
	flag.Parse()
	// Whoever reads the lines may stop: what was changed is to be put back all the same.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *times, *tilt); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1) //nolint:gocritic // stop has nothing to do any more
	}
}

func run(ctx context.Context, times int, tilt bool) (err error) {
	made, err := lifecycle.Open(lifecycle.DefaultName)
	if err != nil {
		return err
	}
	original, err := os.ReadFile(source)
	if err != nil {
		return fmt.Errorf("read what is changed: %w", err)
	}
	if strings.Count(string(original), constant) != 1 {
		return fmt.Errorf("%s has no %q any more: change this program", source, constant)
	}
	defer func() { err = errors.Join(err, putBack(context.WithoutCancel(ctx), original, tilt)) }()
	var by developer = byTilt{}
	if !tilt {
		by = newByHand(made.Cluster)
	}
	defer by.end()
	l := loop{original: string(original), by: by, client: made.Discovery.RESTClient()}
	if _, err := l.change(ctx, 1000); err != nil { // it compiles what is not cached yet
		return err
	}
	fmt.Printf("%s cluster, load %s\n%8s %8s %8s   seconds from the save\n", made.Cluster, load(), "", "built", "answered")
	var all []time.Duration
	for i := range times {
		took, err := l.change(ctx, 1001+i)
		if err != nil {
			return err
		}
		fmt.Printf("%8d %8.2f %8.2f\n", i+1, took.built.Seconds(), took.answered.Seconds())
		all = append(all, took.answered)
	}
	slices.Sort(all)
	fmt.Printf("median %.2f, worst %.2f; load %s\n", all[len(all)/2].Seconds(), all[len(all)-1].Seconds(), load())
	return nil
}

func putBack(ctx context.Context, original []byte, tilt bool) error {
	if err := os.WriteFile(source, original, 0o644); err != nil || tilt {
		return err
	}
	up := exec.CommandContext(ctx, "bin/lab", "up", "--name", lifecycle.DefaultName)
	if said, err := up.CombinedOutput(); err != nil {
		return fmt.Errorf("put the lab's adapter back: %w\n%s", err, said)
	}
	return nil
}

// loop is what is done again and again.
type loop struct {
	original string
	by       developer
	client   rest.Interface
}

// took are times from the save; built is 0 where it is not known.
type took struct{ built, answered time.Duration }

// change saves another value, and returns when the API server answers it.
func (l loop) change(ctx context.Context, value int) (took, error) {
	changed := strings.Replace(l.original, constant, fmt.Sprintf("s.queue(%d, ", value), 1)
	start := time.Now()
	if err := os.WriteFile(source, []byte(changed), 0o644); err != nil {
		return took{}, fmt.Errorf("change the adapter: %w", err)
	}
	if err := l.by.replace(ctx); err != nil {
		return took{}, err
	}
	built := time.Since(start)
	err := wait.For(ctx, "the new value", timeout, poll, func(ctx context.Context) (bool, string, error) {
		answer, err := l.client.Get().AbsPath(metric).Param("labelSelector", selector).DoRaw(ctx)
		if err != nil {
			return false, "", err
		}
		return strings.Contains(string(answer), valueField(value)), string(answer), nil
	})
	return took{built: built, answered: time.Since(start)}, err
}

// valueField is how a quantity is written in an answer.
func valueField(value int) string {
	if value%1000 == 0 {
		return fmt.Sprintf(`"value":"%dk"`, value/1000)
	}
	return fmt.Sprintf(`"value":"%d"`, value)
}

// load is that of the machine, where it says so.
func load() string {
	data, err := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(data))
	if err != nil || len(fields) < 3 {
		return "not known"
	}
	return strings.Join(fields[:3], " ")
}
