package why

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// desired is what the controller has to ask for by the rules.
func (r rules) desired() int32 {
	d := r.decision()
	wanted, _ := r.stabilized()
	switch {
	case wanted > d.Current:
		return min(wanted, r.played.Max, r.limit(true))
	case wanted < d.Current:
		return max(wanted, r.played.Min, r.limit(false))
	}
	return wanted
}

// TestRules: what the rules of this package say is what the controller did, for loads at random and behaviors of each kind.
func TestRules(t *testing.T) {
	t.Parallel()
	for n, behavior := range []string{
		``,
		`, behavior: {scaleDown: {stabilizationWindowSeconds: 60}}`,
		`, behavior: {scaleUp: {stabilizationWindowSeconds: 45}, scaleDown: {stabilizationWindowSeconds: 90}}`,
		`, behavior: {scaleUp: {stabilizationWindowSeconds: 120}, scaleDown: {stabilizationWindowSeconds: 0, policies: [{type: Pods, value: 2, periodSeconds: 60}]}}`,
		`, behavior: {scaleUp: {policies: [{type: Percent, value: 30, periodSeconds: 45}]}, scaleDown: {stabilizationWindowSeconds: 0, policies: [{type: Percent, value: 20, periodSeconds: 30}]}}`,
		`, behavior: {scaleUp: {selectPolicy: Min, policies: [{type: Percent, value: 50, periodSeconds: 60}, {type: Pods, value: 3, periodSeconds: 30}]},
scaleDown: {stabilizationWindowSeconds: 30, selectPolicy: Min, policies: [{type: Percent, value: 50, periodSeconds: 60}, {type: Pods, value: 3, periodSeconds: 30}]}}`,
		`, behavior: {scaleUp: {selectPolicy: Disabled}, scaleDown: {stabilizationWindowSeconds: 15}}`,
		`, behavior: {scaleDown: {selectPolicy: Disabled}}`,
	} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(uint64(n), 1))
			var curve []string
			for at := time.Duration(0); at < 2*time.Hour; at += time.Duration(1+random.IntN(12)) * 15 * time.Second {
				curve = append(curve, fmt.Sprintf(`{at: %s, value: "%d"}`, at, 100*random.IntN(60)))
			}
			s := situation{replicas: 10, least: 2, most: 40, metrics: queue, behavior: behavior, until: 2 * time.Hour}
			s.queue = "{interpolation: Step, curve: [" + strings.Join(curve, ", ") + "]}"
			in, p := s.play(t)
			for i, d := range p.Decisions {
				r := rules{behavior: in.HPAs[0].Spec.Behavior, controller: in.Controller, played: p, n: i}
				if got := r.desired(); got != d.Desired {
					t.Fatalf("at %s, with %d of which %d are proposed: the controller asks for %d, and by the rules it is %d", d.At, d.Current, *d.Proposed, d.Desired, got)
				}
				if wanted, by := r.stabilized(); by == nil && wanted != asked(d) {
					t.Errorf("at %s: want to know why it is %d, and not %d", d.At, wanted, asked(d))
				}
			}
		})
	}
}
