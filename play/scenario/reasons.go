package scenario

import "slices"

// A reason that no controller has is never seen, and an expectation that it is not cannot fail. These are all that the HPA
// controller of Kubernetes 1.37 has; a test reads them in its source.

func conditionReasons() []string {
	return sorted("AmbiguousSelector", "DesiredWithinRange", "FailedGetScale", "FailedUpdateScale", "InvalidSelector",
		"NotScaledToZero", "ReadyForNewScale", "ScaleDownLimit", "ScaleDownStabilized", "ScaleUpLimit", "ScaleUpStabilized", "ScaledToZero",
		"ScalingDisabled", "SucceededGetScale", "SucceededRescale", "TooFewReplicas", "TooManyReplicas", "ValidMetricFound")
}

func eventReasons() []string {
	return sorted("AmbiguousSelector", "FailedComputeMetricsReplicas", "FailedGetScale", "FailedRescale", "FailedUpdateStatus",
		"InvalidSelector", "SelectorRequired", "SuccessfulRescale")
}

func sorted(reasons ...string) []string {
	return slices.Sorted(slices.Values(append(reasons, failureReasons()...)))
}

// failureReasons are those of metrics that cannot be read, in conditions and in events.
func failureReasons() []string {
	return []string{
		"FailedGetContainerResourceMetric", "FailedGetExternalMetric", "FailedGetObjectMetric", "FailedGetPodsMetric", "FailedGetResourceMetric",
		"InvalidMetricSourceType",
	}
}
