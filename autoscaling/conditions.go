package autoscaling

import (
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
)

// Condition is a condition of an HPA, nil if the controller has not set it.
func Condition(hpa *autoscalingv2.HorizontalPodAutoscaler, of autoscalingv2.HorizontalPodAutoscalerConditionType) *autoscalingv2.HorizontalPodAutoscalerCondition {
	for i := range hpa.Status.Conditions {
		if hpa.Status.Conditions[i].Type == of {
			return &hpa.Status.Conditions[i]
		}
	}
	return nil
}

// Problem is the condition that says why an HPA cannot compute how many replicas it wants, nil if it can, or has not tried.
func Problem(hpa *autoscalingv2.HorizontalPodAutoscaler) *autoscalingv2.HorizontalPodAutoscalerCondition {
	if active := Condition(hpa, autoscalingv2.ScalingActive); active != nil && active.Status == corev1.ConditionFalse {
		return active
	}
	return nil
}
