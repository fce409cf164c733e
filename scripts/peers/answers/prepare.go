package main

import (
	"context"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/scripts/peers"
	"example.com/metrics-lab/scripts/peers/fixture"
)

// bench is one run.
type bench struct {
	fixture fixture.Fixture
	peers   []*peer
	show    *console.Console
	report  report
	// profiles is the folder for CPU profiles; empty for none.
	profiles string
}

// peer is one of the adapters: a column.
type peer struct {
	*peers.Adapter
	metric string             // of pods
	series func(n int) string // the external metric with n series; empty if there is none
}

// prepare compiles the adapters, and makes the namespace of what they are asked for.
func prepare(ctx context.Context, lab *peers.Lab, show *console.Console) (*bench, error) {
	b := &bench{fixture: fixture.Fixture{Clients: lab.Clients}, show: show}
	for _, name := range adapters() {
		compiled, err := lab.Compile(ctx, name)
		if err != nil {
			return nil, err
		}
		b.peers = append(b.peers, column(compiled))
	}
	return b, b.fixture.CreateNamespace(ctx)
}

func column(of *peers.Adapter) *peer {
	switch of.Name {
	case peers.Sample:
		return &peer{Adapter: of, metric: "packets-per-second"}
	case peers.TestAdapter:
		return &peer{Adapter: of, metric: fixture.Metric, series: func(n int) string {
			if n == 1 {
				return "other-external-metric"
			}
			return ""
		}}
	}
	return &peer{Adapter: of, metric: fixture.Metric, series: fixture.External}
}
