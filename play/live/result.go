package live

import (
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/play/engine"
)

// result ends the recording.
func (r *recorder) result() *engine.Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	result := &engine.Result{Duration: min(r.at(), r.in.Duration)}
	r.ended = true
	for _, hpa := range r.in.HPAs {
		p := r.played[hpa.Name]
		for _, w := range r.in.Workloads {
			if scales(hpa, w) {
				p.Samples = closed(r.samples[w.Name], result.Duration)
				p.ReplicaSeconds = replicaSeconds(p.Samples)
			}
		}
		result.HPAs = append(result.HPAs, p)
	}
	return result
}

// closed are samples with one for the end.
func closed(samples []engine.Sample, end time.Duration) []engine.Sample {
	n := len(samples)
	if n == 0 || samples[n-1].At >= end {
		return samples
	}
	last := samples[n-1]
	last.At = end
	return append(samples, last)
}

// replicaSeconds is the sum of the time that each pod was there.
func replicaSeconds(samples []engine.Sample) (sum float64) {
	for i := 1; i < len(samples); i++ {
		sum += (samples[i].At - samples[i-1].At).Seconds() * float64(samples[i-1].Existing)
	}
	return sum
}

// scales tells whether an HPA scales a workload.
func scales(hpa *autoscalingv2.HorizontalPodAutoscaler, w engine.Workload) bool {
	ref := hpa.Spec.ScaleTargetRef
	return ref.Name == w.Name && schema.FromAPIVersionAndKind(ref.APIVersion, ref.Kind).GroupKind() == w.Kind
}
