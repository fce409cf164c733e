package engine

import (
	"sort"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
)

// Result is how a play went. Times count from its start.
type Result struct {
	Duration time.Duration `json:"duration"`
	HPAs     []*Played     `json:"hpas"`
}

// HPA is how it went for one; nil if it was not played.
func (r *Result) HPA(namespace, name string) *Played {
	for _, p := range r.HPAs {
		if p.Namespace == namespace && p.Name == name {
			return p
		}
	}
	return nil
}

// Played is how it went for one HPA.
type Played struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Target is what it scales: Deployment/web.
	Target string `json:"target"`
	Min    int32  `json:"min"`
	Max    int32  `json:"max"`
	// Metrics are those of its spec, in that order.
	Metrics []Target `json:"metrics"`
	// Samples are the state over time: at regular times and at each change.
	Samples []Sample `json:"samples"`
	// Decisions are what the controller made each time that it looked.
	Decisions []Decision `json:"decisions"`
	// Events are those that it wrote.
	Events []Event `json:"events"`
	// ReplicaSeconds is the sum of the time that each pod was there.
	ReplicaSeconds float64 `json:"replicaSeconds"`
}

// DecisionAt is the number of the last decision until a moment; -1 if there is none.
func (p *Played) DecisionAt(at time.Duration) int {
	after := sort.Search(len(p.Decisions), func(n int) bool { return p.Decisions[n].At > at })
	return after - 1
}

// Target is a metric of an HPA, and what it is to be.
type Target struct {
	Type autoscalingv2.MetricSourceType `json:"type"`
	// Name is for people: "http_requests", "cpu (container app)".
	Name string `json:"name"`
	// Kind of target: Value, AverageValue or Utilization.
	Kind autoscalingv2.MetricTargetType `json:"kind"`
	// Milli is the target in milli-units; of a Utilization in percent.
	Milli int64 `json:"milli"`
}

// Sample is the state at a moment, before the controller looks.
type Sample struct {
	At time.Duration `json:"at"`
	// Wanted is the number of replicas that the scale asks for, Existing how many pods there are, and Ready how many of
	// those are ready.
	Wanted   int32 `json:"wanted"`
	Existing int32 `json:"existing"`
	Ready    int32 `json:"ready"`
	// Load, Served and Backlog are those of the workload's Serving, in milli-units.
	Load    int64 `json:"load,omitempty"`
	Served  int64 `json:"served,omitempty"`
	Backlog int64 `json:"backlog,omitempty"`
}

// Decision is what the controller made of one look at an HPA.
type Decision struct {
	At time.Duration `json:"at"`
	// Current is what the scale asked for, and Desired what the controller then asked for.
	Current int32 `json:"current"`
	Desired int32 `json:"desired"`
	// Proposed is what the metrics ask for together, before stabilization, policies, min and max. It is nil if they were
	// not asked or do not say.
	Proposed *int32 `json:"proposed,omitempty"`
	// Metrics are what each metric says, in the order of the spec; empty if they were not asked.
	Metrics []Reading `json:"metrics,omitempty"`
	// Conditions are those of the HPA afterwards.
	Conditions []Condition `json:"conditions"`
	// Error is why it failed, in the controller's words.
	Error string `json:"error,omitempty"`
}

// Reading is what one metric says at a decision.
type Reading struct {
	// Value is what the HPA's status shows, in milli-units, or percent of a Utilization; nil if it shows nothing.
	Value *int64 `json:"value,omitempty"`
	// Proposed is what this metric alone asks for; nil if it does not say.
	Proposed *int32 `json:"proposed,omitempty"`
	// Error is why it does not say.
	Error string `json:"error,omitempty"`
}

// Condition is one of an HPA's status.
type Condition struct {
	Type    string `json:"type"`
	Status  string `json:"status"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// Event is one that the controller wrote. An event that comes again within ten minutes counts up.
type Event struct {
	At      time.Duration `json:"at"`
	Type    string        `json:"type"`
	Reason  string        `json:"reason"`
	Message string        `json:"message"`
	Count   int32         `json:"count"`
}
