package main

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/scripts/peers"
	"example.com/metrics-lab/scripts/peers/fixture"
)

const (
	// rounds is how often the controller looks at each HPA while it is measured, and longest is how long that may take.
	rounds  = 3
	longest = 90 * time.Second
	poll    = time.Second
	// writers is how many requests write at a time.
	writers = 8
)

// bench is one run.
type bench struct {
	lab       *peers.Lab
	show      *console.Console
	fixture   fixture.Fixture
	line      []string // how the lab's controller was started
	apiServer int      // its process
}

// measure does all of it.
func measure(ctx context.Context, lab *peers.Lab, show *console.Console, numbers []int) ([]cell, error) {
	b := &bench{lab: lab, show: show, fixture: fixture.Fixture{Clients: lab.Clients}}
	var adapters []*peers.Adapter
	for _, name := range []string{peers.Simulated, peers.TestAdapter} {
		compiled, err := lab.Compile(ctx, name)
		if err != nil {
			return nil, err
		}
		adapters = append(adapters, compiled)
	}
	var err error
	if b.apiServer, err = lab.Find(ctx, "kube-apiserver"); err != nil {
		return nil, err
	}
	var cells []cell
	made := 0
	for _, n := range numbers {
		show.Say("making %d HPAs with %d pods", n, n*fixture.PodsEach)
		if err := b.grow(ctx, made, n); err != nil {
			return nil, err
		}
		made = n
		for _, a := range adapters {
			of, err := b.adapter(ctx, a, n)
			if err != nil {
				return nil, err
			}
			cells = append(cells, of...)
		}
	}
	return cells, nil
}

// grow makes more workloads. The lab's controller, which has no limits, makes their pods.
func (b *bench) grow(ctx context.Context, from, to int) error {
	if b.line == nil {
		if err := b.fixture.CreateWorkloads(ctx, from, to); err != nil {
			return err
		}
		var err error
		b.line, err = takeController(ctx, b.lab)
		return err
	}
	c, err := startController(ctx, b.lab, b.line, limits{workers: 1, qps: 1000})
	if err != nil {
		return err
	}
	defer c.Stop()
	return b.fixture.CreateWorkloads(ctx, from, to)
}

// adapter measures the controller with one adapter, and with each of its limits.
func (b *bench) adapter(ctx context.Context, a *peers.Adapter, n int) ([]cell, error) {
	if _, err := a.Start(ctx); err != nil {
		return nil, err
	}
	defer a.Stop()
	if a.Name == peers.TestAdapter {
		if err := b.writeAll(ctx); err != nil {
			return nil, err
		}
	}
	if err := a.Aggregate(ctx); err != nil {
		return nil, err
	}
	var cells []cell
	for _, with := range limitsWith(a.Name) {
		b.show.Say("%d HPAs, %s, %s", n, a.Name, with.name)
		c, err := b.rounds(ctx, a, n, with)
		if err != nil {
			return nil, err
		}
		cells = append(cells, c)
	}
	return cells, nil
}

// writeAll has the test adapter have the value of each pod.
func (b *bench) writeAll(ctx context.Context) error {
	pods, err := b.fixture.WorkloadPods(ctx)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(writers)
	for _, pod := range pods {
		group.Go(func() error { return peers.Write(ctx, pod.Namespace, pod.Name, fixture.Metric) })
	}
	return group.Wait()
}

// rounds starts a controller, lets it look at each HPA once, and measures while it does so some more times.
func (b *bench) rounds(ctx context.Context, a *peers.Adapter, n int, with limits) (cell, error) {
	c, err := startController(ctx, b.lab, b.line, with)
	if err != nil {
		return cell{}, err
	}
	defer c.Stop()
	if _, err := b.after(ctx, c, a, float64(n)); err != nil {
		return cell{}, err
	}
	before, err := b.look(ctx, c, a)
	if err != nil {
		return cell{}, err
	}
	after, err := b.after(ctx, c, a, before.syncs()+float64(rounds*n))
	return cell{HPAs: n, Adapter: a.Name, Limits: with.name, numbers: between(before, after, n, with.workers)}, err
}

// after returns what is seen when the controller has looked at HPAs so often, or after the longest time.
func (b *bench) after(ctx context.Context, c *controller, a *peers.Adapter, syncs float64) (seen, error) {
	start := time.Now()
	for {
		now, err := b.look(ctx, c, a)
		if err != nil || now.syncs() >= syncs || time.Since(start) > longest {
			return now, err
		}
		select {
		case <-ctx.Done():
			return now, context.Cause(ctx)
		case <-time.After(poll):
		}
	}
}
