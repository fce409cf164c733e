package main

import (
	"context"
	"time"

	"example.com/metrics-lab/scripts/peers"
	"example.com/metrics-lab/scripts/peers/program"
	"example.com/metrics-lab/scripts/peers/scrape"
)

// seen is what the programs say at a time.
type seen struct {
	at                  time.Time
	controller, adapter scrape.Metrics
	// cpu is what the adapter, the API server and the controller have taken so far, and memory what they have.
	cpu    [3]time.Duration
	memory [3]int64
}

func (b *bench) look(ctx context.Context, c *controller, a *peers.Adapter) (s seen, err error) {
	s.at = time.Now()
	if s.controller, err = c.metrics(ctx); err != nil {
		return s, err
	}
	if s.adapter, err = a.Metrics(ctx); err != nil {
		return s, err
	}
	for i, pid := range []int{a.Program.PID(), b.apiServer, c.PID()} {
		if s.cpu[i], err = program.CPU(pid); err != nil {
			return s, err
		}
		if s.memory[i], _, err = program.Memory(pid); err != nil {
			return s, err
		}
	}
	return s, nil
}

// syncs is how often the controller has looked at an HPA.
func (s seen) syncs() float64 { return s.controller.Histogram(syncing).Count }

// What the controller says: https://kubernetes.io/docs/reference/instrumentation/metrics/
const (
	syncing   = "horizontal_pod_autoscaler_controller_reconciliation_duration_seconds"
	computing = "horizontal_pod_autoscaler_controller_metric_computation_duration_seconds"
	working   = "workqueue_work_duration_seconds"
	queueing  = "workqueue_queue_duration_seconds"
	queue     = "horizontalpodautoscaler"
	limiting  = "rest_client_rate_limiter_duration_seconds"
	asking    = "rest_client_request_duration_seconds" // the limit's part is in it
	// answering is what the adapter says.
	answering = "apiserver_request_duration_seconds"
)

// numbers are what a round costs. Times are in milliseconds, CPU is in cores, memory in bytes.
type numbers struct {
	// Every is how often each HPA is looked at, and Round how long the workers are busy with all of them.
	Every float64 `json:"every"`
	Round float64 `json:"round"`
	// Sync is how long a worker takes for one HPA: it waits for the client's limit, for answers, of which the adapter takes a
	// part, and computes.
	Sync        float64 `json:"sync"`
	Limit       float64 `json:"limit"`
	Answers     float64 `json:"answers"`
	FromAdapter float64 `json:"fromAdapter"`
	// ComputedP99 is how long the controller takes at most for the metric of an HPA, in 99 of 100 times; AnsweredP99 is the
	// same of the adapter for an answer.
	ComputedP99 float64 `json:"computedP99"`
	AnsweredP99 float64 `json:"answeredP99"`
	// Syncs and Failed count how often an HPA was looked at, and how often that failed.
	Syncs  float64 `json:"syncs"`
	Failed float64 `json:"failed"`
	// Of the adapter, the API server and the controller.
	CPU    [3]float64 `json:"cpu"`
	Memory [3]int64   `json:"memory"`
}

// between is what was measured from one time to another.
func between(before, after seen, hpas, workers int) numbers {
	of := func(name string, labels ...string) scrape.Histogram {
		return after.controller.Histogram(name, labels...).Since(before.controller.Histogram(name, labels...))
	}
	syncs, work, queued := of(syncing), of(working, "name", queue), of(queueing, "name", queue)
	answered := after.adapter.Histogram(answering, "group", "custom.metrics.k8s.io").Since(before.adapter.Histogram(answering, "group", "custom.metrics.k8s.io"))
	each := func(h scrape.Histogram) float64 { return 1000 * h.Sum / max(syncs.Count, 1) }
	n := numbers{
		Every: ms(period + queued.Mean() + work.Mean()), Round: ms(work.Mean()) * float64(hpas) / float64(workers),
		Sync: ms(work.Mean()), Limit: each(of(limiting)), Answers: each(of(asking)) - each(of(limiting)), FromAdapter: each(answered),
		ComputedP99: ms(of(computing).Quantile(0.99)), AnsweredP99: ms(answered.Quantile(0.99)),
		Syncs: syncs.Count, Failed: syncs.Count - of(syncing, "error", "none").Count, Memory: after.memory,
	}
	for i := range n.CPU {
		n.CPU[i] = float64(after.cpu[i]-before.cpu[i]) / float64(after.at.Sub(before.at))
	}
	return n
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
