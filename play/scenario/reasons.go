package scenario

// A reason that no controller has is never seen, and an expectation that it is not cannot fail. These are all that the HPA
// controller of Kubernetes 1.37 has; a test reads them in its source.

func conditionReasons() []string {
	return append(failureReasons(), "AmbiguousSelector", "DesiredWithinRange", "FailedGetScale", "FailedUpdateScale", "InvalidSelector",
		"NotScaledToZero", "ReadyForNewScale", "ScaleDownLimit", "ScaleDownStabilized", "ScaleUpLimit", "ScaleUpStabilized", "ScaledToZero",
		"ScalingDisabled", "SucceededGetScale", "SucceededRescale", "TooFewReplicas", "TooManyReplicas", "ValidMetricFound")
}

func eventReasons() []string {
	return append(failureReasons(), "AmbiguousSelector", "FailedComputeMetricsReplicas", "FailedGetScale", "FailedRescale", "FailedUpdateStatus",
		"InvalidSelector", "SelectorRequired", "SuccessfulRescale")
}

// failureReasons are those of metrics that cannot be read, in conditions and in events.
func failureReasons() []string {
	return []string{
		"FailedGetContainerResourceMetric", "FailedGetExternalMetric", "FailedGetObjectMetric", "FailedGetPodsMetric", "FailedGetResourceMetric",
		"InvalidMetricSourceType",
	}
}
