package report

import (
	"testing"

	"example.com/metrics-lab/play/engine"
)

// TestNews: what a row of the table says of conditions, and whether there is a row for them at all.
func TestNews(t *testing.T) {
	t.Parallel()
	able := engine.Condition{Type: "AbleToScale", Status: "True", Reason: "ReadyForNewScale"}
	done := engine.Condition{Type: "AbleToScale", Status: "True", Reason: "SucceededRescale"}
	stabilized := engine.Condition{Type: "AbleToScale", Status: "True", Reason: "ScaleDownStabilized"}
	failed := engine.Condition{Type: "ScalingActive", Status: "False", Reason: "FailedGetPodsMetric", Message: "no metrics"}
	limited := engine.Condition{Type: "ScalingLimited", Status: "True", Reason: "TooManyReplicas", Message: "more than the maximum"}
	for _, row := range []struct {
		name        string
		before, now []engine.Condition
		why, want   string
		telling     bool
	}{
		{"a rescale is seen by the replicas", []engine.Condition{able}, []engine.Condition{done}, "", "", false},
		{"stabilized", []engine.Condition{able}, []engine.Condition{stabilized}, "", "AbleToScale is True: ScaleDownStabilized", true},
		{"no longer stabilized", []engine.Condition{stabilized}, []engine.Condition{done}, "", "no longer ScaleDownStabilized", true},
		{"still stabilized", []engine.Condition{stabilized}, []engine.Condition{stabilized}, "", "", false},
		{"a failure", []engine.Condition{able}, []engine.Condition{able, failed}, "", "ScalingActive is False: FailedGetPodsMetric", true},
		{"a failure that the reason has", []engine.Condition{able}, []engine.Condition{able, failed}, "FailedGetPodsMetric: no metrics", "", true},
		{"limited", []engine.Condition{able}, []engine.Condition{done, limited}, "", "ScalingLimited is True: TooManyReplicas", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := &engine.Played{Decisions: []engine.Decision{{Conditions: row.before}, {Conditions: row.now}}}
			if got := news(p, 1, row.why); got != row.want || telling(p, 1) != row.telling {
				t.Errorf("got %q (telling: %t), want %q (%t)", got, telling(p, 1), row.want, row.telling)
			}
		})
	}
}
