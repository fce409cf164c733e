// Package scrape reads what a program says about itself in the text format of Prometheus, and what has changed since.
package scrape

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"example.com/metrics-lab/scripts/peers/load"
)

// Metrics are those of a program at a time, by their names.
type Metrics map[string]*dto.MetricFamily

// Get reads them.
func Get(ctx context.Context, client *http.Client, url string) (Metrics, error) {
	var said bytes.Buffer
	if _, err := load.Get(ctx, client, url, &said); err != nil {
		return nil, err
	}
	return parse(&said)
}

func parse(said *bytes.Buffer) (Metrics, error) {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	all, err := parser.TextToMetricFamilies(said)
	if err != nil {
		return nil, fmt.Errorf("parse metrics: %w", err)
	}
	return all, nil
}

// Sum adds the values of a counter or a gauge whose labels are these: names and values in turn.
func (m Metrics) Sum(name string, labels ...string) float64 {
	sum := 0.0
	for _, metric := range m.with(name, labels) {
		sum += metric.GetCounter().GetValue() + metric.GetGauge().GetValue()
	}
	return sum
}

// with are the metrics of a name that have these labels.
func (m Metrics) with(name string, labels []string) []*dto.Metric {
	var found []*dto.Metric
	for _, metric := range m[name].GetMetric() {
		if has(metric, labels) {
			found = append(found, metric)
		}
	}
	return found
}

func has(metric *dto.Metric, labels []string) bool {
	for pair := range slices.Chunk(labels, 2) {
		if !slices.ContainsFunc(metric.GetLabel(), func(l *dto.LabelPair) bool { return l.GetName() == pair[0] && l.GetValue() == pair[1] }) {
			return false
		}
	}
	return true
}
