package engine

import autoscalingv2 "k8s.io/api/autoscaling/v2"

// NewPlayed begins to note how it goes for an HPA.
func NewPlayed(hpa *autoscalingv2.HorizontalPodAutoscaler) *Played {
	p := &Played{
		Namespace: hpa.Namespace, Name: hpa.Name, Target: hpa.Spec.ScaleTargetRef.Kind + "/" + hpa.Spec.ScaleTargetRef.Name,
		Min: 1, Max: hpa.Spec.MaxReplicas,
	}
	if hpa.Spec.MinReplicas != nil {
		p.Min = *hpa.Spec.MinReplicas
	}
	for _, m := range hpa.Spec.Metrics {
		p.Metrics = append(p.Metrics, TargetOf(m))
	}
	return p
}

// Decide adds a decision, with what the HPA's status says of it afterwards.
func (p *Played) Decide(d Decision, status autoscalingv2.HorizontalPodAutoscalerStatus) {
	var before []Condition
	if n := len(p.Decisions); n > 0 {
		before = p.Decisions[n-1].Conditions
	}
	d.Conditions = conditionsOf(status, before)
	d.Error = failedBecause(status)
	for _, m := range status.CurrentMetrics {
		d.Metrics = append(d.Metrics, Reading{Value: valueOf(m)})
	}
	if len(d.Metrics) == 1 {
		d.Metrics[0].Proposed = d.Proposed
		if d.Proposed == nil {
			d.Metrics[0].Error = d.Error
		}
	}
	p.Decisions = append(p.Decisions, d)
}
