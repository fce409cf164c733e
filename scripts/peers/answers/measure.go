package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"time"

	"golang.org/x/sync/errgroup"
	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/scripts/peers"
	"example.com/metrics-lab/scripts/peers/fixture"
	"example.com/metrics-lab/scripts/peers/load"
)

const (
	turns = 3
	turn  = time.Second
	// warmUp is how long an adapter is asked before it counts: informers start, caches fill.
	warmUp = 300 * time.Millisecond
	// idle is how long all adapters have to do nothing before anything is measured.
	idle          = time.Second
	settleTimeout = time.Minute
)

// measure does all of it.
func (b *bench) measure(ctx context.Context, only *regexp.Regexp) error {
	if err := b.fixture.DeclarePods(ctx); err != nil {
		return err
	}
	pods := 0
	for _, n := range []int{0, 1000, fixture.Pods} {
		b.show.Say("making %d pods", n)
		if err := b.fixture.CreatePods(ctx, pods, n); err != nil {
			return err
		}
		pods = n
		if err := b.starts(ctx, n, only); err != nil {
			return err
		}
	}
	b.show.Say("declaring series")
	if err := b.fixture.DeclareSeries(ctx); err != nil {
		return err
	}
	if err := b.startAll(ctx, 3); err != nil {
		return err
	}
	defer b.stopAll()
	for _, r := range rows() {
		if err := b.row(ctx, r, only); err != nil {
			return err
		}
	}
	b.stopAll()
	return b.discoveries(ctx, only)
}

// discoveries measures how long it takes to list all metrics, with more and more of them.
func (b *bench) discoveries(ctx context.Context, only *regexp.Regexp) error {
	declared := 1 // the metric of the pods
	if err := b.fixture.Forget(ctx); err != nil {
		return err
	}
	for _, n := range []int{3, 1000, 10_000} {
		if !only.MatchString(discovery(n).name) {
			continue
		}
		if err := b.fixture.DeclareMetrics(ctx, declared, n); err != nil {
			return err
		}
		declared = n
		if err := b.startAll(ctx, n); err != nil {
			return err
		}
		if err := b.row(ctx, discovery(n), only); err != nil {
			return err
		}
		b.stopAll()
	}
	return nil
}

// startAll starts all adapters. Those to which values are written get them, and so many metrics.
func (b *bench) startAll(ctx context.Context, metrics int) error {
	for _, p := range b.peers {
		var more []string
		if p.Name == peers.Ceiling {
			more = []string{fmt.Sprintf("--discovered=%d", metrics)}
		}
		if _, err := p.Start(ctx, more...); err != nil {
			return err
		}
		if p.Name == peers.TestAdapter {
			if err := p.writeAll(ctx, metrics); err != nil {
				return err
			}
		}
	}
	return b.settle(ctx)
}

// answers returns when an adapter that is ready answers. It may not know yet by whom clients' certificates are signed.
func (b *bench) answers(ctx context.Context, p *peer) error {
	return wait.For(ctx, p.Name+" answers", settleTimeout, 20*time.Millisecond, func(ctx context.Context) (bool, string, error) {
		_, err := load.Get(ctx, p.Client, p.URL(rows()[1].path(p)), io.Discard)
		return err == nil, fmt.Sprint(err), nil
	})
}

// settle returns when no adapter does anything of its own any more: one that has just been started reads what there is.
func (b *bench) settle(ctx context.Context) error {
	before := map[string]time.Duration{}
	return wait.For(ctx, "the adapters have nothing to do", settleTimeout, idle, func(context.Context) (bool, string, error) {
		busy := ""
		for _, p := range b.peers {
			now, err := p.Program.CPU()
			if err != nil {
				return false, "", err
			}
			if now-before[p.Name] > idle/20 {
				busy = fmt.Sprintf("%s has worked for %s", p.Name, now)
			}
			before[p.Name] = now
		}
		return busy == "", busy, nil
	})
}

func (p *peer) writeAll(ctx context.Context, metrics int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	for _, n := range fixture.Matching() {
		for i := range n {
			group.Go(func() error { return peers.Write(ctx, fixture.Namespace, fixture.Pod(n, i), p.metric) })
		}
	}
	for i := range metrics - 1 {
		group.Go(func() error { return peers.Write(ctx, fixture.Namespace, fixture.Pod(10, 0), fixture.Discovered(i)) })
	}
	return group.Wait()
}

func (b *bench) stopAll() {
	for _, p := range b.peers {
		p.Stop()
	}
}

// row measures one question, straight to the adapters, and through the API server if that is wanted.
func (b *bench) row(ctx context.Context, r row, only *regexp.Regexp) error {
	if only.MatchString(r.name) {
		b.show.Say("%s", r.name)
		b.turns(ctx, r.name, r, func(_ context.Context, p *peer) (*http.Client, string, error) { return p.Client, p.URL(r.path(p)), nil })
	}
	name := r.name + ", aggregated"
	if !r.aggregated || !only.MatchString(name) {
		return nil
	}
	client, err := rest.HTTPClientFor(b.fixture.Config)
	if err != nil {
		return err
	}
	b.show.Say("%s", name)
	b.turns(ctx, name, r, func(ctx context.Context, p *peer) (*http.Client, string, error) {
		return client, b.fixture.Config.Host + r.path(p), p.Aggregate(ctx)
	})
	return ctx.Err()
}

// turns measures one row: all adapters one after the other, and again.
func (b *bench) turns(ctx context.Context, name string, r row, ask func(context.Context, *peer) (*http.Client, string, error)) {
	for range turns {
		for _, p := range b.peers {
			if r.path(p) == "" {
				continue
			}
			client, url, err := ask(ctx, p)
			if err != nil {
				b.report.add(name, p.Name, load.Result{Errors: 1, LastError: err.Error()})
				continue
			}
			load.Run(ctx, client, url, warmUp)
			profiled := b.profile(ctx, name, p)
			before, _ := p.Program.CPU()
			result := load.Run(ctx, client, url, turn)
			after, _ := p.Program.CPU()
			result.CPU = after - before
			b.report.add(name, p.Name, result)
			profiled()
		}
	}
}

// starts measures how long each adapter takes to start, and its memory when it has answered for a second.
func (b *bench) starts(ctx context.Context, pods int, only *regexp.Regexp) error {
	name := fmt.Sprintf("memory, %d pods", pods)
	if !only.MatchString(name) && !only.MatchString("start to ready") {
		return nil
	}
	for _, p := range b.peers {
		took, err := p.Start(ctx)
		if err != nil {
			return err
		}
		if pods == 0 {
			b.report.addStart(p.Name, took)
		}
		if err := b.answers(ctx, p); err != nil {
			return err
		}
		if asked := load.Run(ctx, p.Client, p.URL(rows()[1].path(p)), turn); asked.Errors > 0 {
			b.report.add(name, p.Name, asked)
		}
		now, most, err := p.Program.Memory()
		p.Stop()
		if err != nil {
			return err
		}
		b.report.addMemory(name, p.Name, now, most)
	}
	return nil
}
