package engine

import (
	"slices"
	"sync"
	"time"

	"github.com/go-logr/logr"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
)

// recorder notes what one controller does. A controller with one worker looks at one HPA after the other, so all that
// happens after a look belongs to it until the next one.
type recorder struct {
	opened func(key string) // a decision begins; nil: nobody is told
	closed func(key string, generation int64, d Decision)

	mu         sync.Mutex // guards what follows
	open       string     // the key of the HPA that is looked at
	generation int64
	noted      Decision
}

// look begins a decision, and ends the one before.
func (r *recorder) look(key string, generation int64) {
	r.end()
	if r.opened != nil {
		r.opened(key)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open, r.generation, r.noted = key, generation, Decision{At: time.Since(Start)}
}

// end ends a decision.
func (r *recorder) end() {
	r.mu.Lock()
	key, generation, noted := r.open, r.generation, r.noted
	r.open = ""
	r.mu.Unlock()
	if key != "" {
		r.closed(key, generation, noted)
	}
}

// read is what the scale says. It may be read again, when it could not be written.
func (r *recorder) read(replicas int32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.noted.Current, r.noted.Desired = replicas, replicas
}

// asked is what the scale is changed to.
func (r *recorder) asked(replicas int32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.noted.Desired = replicas
}

// The controller says in its log what the metrics propose, and nowhere else. recorder is where it logs to.

// Init does nothing.
func (r *recorder) Init(logr.RuntimeInfo) {}

// Enabled is asked for each line.
func (r *recorder) Enabled(level int) bool { return level <= 4 }

// Info takes the line about the proposal.
func (r *recorder) Info(_ int, message string, keysAndValues ...any) {
	if message != "Proposing desired replicas" && message != "Proposing desired replicas from zero" {
		return
	}
	at := slices.Index(keysAndValues, any("desiredReplicas"))
	if at < 0 || at+1 >= len(keysAndValues) {
		return
	}
	replicas, ok := keysAndValues[at+1].(int32)
	if !ok {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.noted.Proposed = &replicas
}

// Error takes nothing: what matters is in the HPA's conditions.
func (r *recorder) Error(error, string, ...any) {}

// WithValues and WithName change nothing.
func (r *recorder) WithValues(...any) logr.LogSink { return r }

// WithName changes nothing.
func (r *recorder) WithName(string) logr.LogSink { return r }

// conditionsOf are those of a status; the ones before are used again if they are the same.
func conditionsOf(status autoscalingv2.HorizontalPodAutoscalerStatus, before []Condition) []Condition {
	var all []Condition
	for _, c := range status.Conditions {
		all = append(all, Condition{string(c.Type), string(c.Status), c.Reason, c.Message})
	}
	if slices.Equal(all, before) {
		return before
	}
	return all
}

// failedBecause is the message of the condition that says why no replicas could be computed; empty if they could.
func failedBecause(status autoscalingv2.HorizontalPodAutoscalerStatus) string {
	for _, c := range status.Conditions {
		if c.Status == corev1.ConditionFalse && (c.Type == autoscalingv2.ScalingActive || c.Type == autoscalingv2.AbleToScale) {
			return c.Message
		}
	}
	return ""
}
