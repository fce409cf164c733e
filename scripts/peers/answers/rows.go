package main

import (
	"fmt"

	"example.com/metrics-lab/scripts/peers"
	"example.com/metrics-lab/scripts/peers/fixture"
)

// row is one question.
type row struct {
	name string
	path func(*peer) string // empty if the adapter has no answer of that kind
	// aggregated asks through the API server, too.
	aggregated bool
}

// rows are the questions about values.
func rows() []row {
	all := []row{{name: "by name", aggregated: true, path: func(p *peer) string {
		return fmt.Sprintf("%s/namespaces/%s/pods/%s/%s", peers.Custom, fixture.Namespace, fixture.Pod(1000, 500), p.metric)
	}}}
	for _, n := range fixture.Matching() {
		all = append(all, row{name: fmt.Sprintf("by selector, %d pods", n), aggregated: n != 100, path: func(p *peer) string {
			return fmt.Sprintf("%s/namespaces/%s/pods/*/%s?labelSelector=%s%%3D%d", peers.Custom, fixture.Namespace, p.metric, fixture.Label, n)
		}})
	}
	for _, n := range fixture.Series() {
		all = append(all, row{name: fmt.Sprintf("external, %d series", n), aggregated: n == 1, path: func(p *peer) string {
			if p.series == nil || p.series(n) == "" {
				return ""
			}
			return fmt.Sprintf("%s/namespaces/%s/%s", peers.External, fixture.Namespace, p.series(n))
		}})
	}
	return all
}

// discovery is the question for all metrics that there are.
func discovery(n int) row {
	return row{name: fmt.Sprintf("discovery, %d metrics", n), path: func(p *peer) string {
		if n > 3 && (p.Name == peers.Sample || p.Name == peers.TestAdapter) { // they list what they have, whatever is declared or written
			return ""
		}
		return peers.Custom
	}}
}
