package live

import (
	"time"

	"example.com/metrics-lab/play/engine"
)

// podTime is how long a pod of a lab takes to be Ready, beyond what the simulation has.
const podTime = time.Second

// Step is a number of replicas that an HPA's scale asks for, from a moment on.
type Step struct {
	At       time.Duration
	Replicas int32
}

// Comparison is how it went for one HPA, simulated and on a cluster.
type Comparison struct {
	Namespace, Name string
	Simulated, Real []Step
	// Apart is the most that the moments of two steps are from each other.
	Apart time.Duration
	// Allowed is how much that may be.
	Allowed time.Duration
}

// Same tells whether the replicas are the same, one after the other.
func (c Comparison) Same() bool {
	if len(c.Simulated) != len(c.Real) {
		return false
	}
	for i := range c.Simulated {
		if c.Simulated[i].Replicas != c.Real[i].Replicas {
			return false
		}
	}
	return true
}

// Equal tells whether the moments are close enough, too.
func (c Comparison) Equal() bool { return c.Same() && c.Apart <= c.Allowed }

// Compare compares two results of one input. A moment may be one sync period later or earlier, since a controller's periods
// begin when they do, and by the second that a pod takes. Where a step waits for the one before, as policies and stabilization
// have it do, it is as late as that one was, and then some: moments count from the start or from the step before, whichever
// is closer.
func Compare(simulated, real *engine.Result, syncPeriod time.Duration) (all []Comparison) {
	for _, p := range simulated.HPAs {
		c := Comparison{Namespace: p.Namespace, Name: p.Name, Simulated: steps(p), Allowed: syncPeriod + podTime}
		if of := real.HPA(p.Namespace, p.Name); of != nil {
			c.Real = steps(of)
		}
		for i := range min(len(c.Simulated), len(c.Real)) {
			c.Apart = max(c.Apart, c.apart(i))
		}
		all = append(all, c)
	}
	return all
}

// apart is how far the moments of the i-th steps are from each other.
func (c Comparison) apart(i int) time.Duration {
	simulated, real := c.Simulated[i].At, c.Real[i].At
	apart := (real - simulated).Abs()
	if i == 0 {
		return apart
	}
	return min(apart, (real - c.Real[i-1].At - (simulated - c.Simulated[i-1].At)).Abs())
}

// steps are the changes of the replicas that are asked for, and those of the start.
func steps(p *engine.Played) (all []Step) {
	for _, s := range p.Samples {
		if n := len(all); n == 0 || all[n-1].Replicas != s.Wanted {
			all = append(all, Step{s.At, s.Wanted})
		}
	}
	return all
}
