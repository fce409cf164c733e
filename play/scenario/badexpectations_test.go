package scenario

import "strings"

func badExpectations() []bad {
	return []bad{
		{
			"too many samples", strings.Replace(one(served, "sampleEvery: 1s"), "10m", "8784h", 1),
			"6: there would be 31622400 samples: write a longer sampleEvery, for at most 10000000", false,
		},
		{
			"empty expectation", expect("{}"),
			"7: an expectation has 0 of replicas, reaches, never, directionChanges, value, condition, event, cost: write one of them", true,
		},
		{
			"two in one expectation", expect("{never: {above: 1}, cost: {replicaHours: 1}}"),
			"7: an expectation has 2 of replicas, reaches, never, directionChanges, value, condition, event, cost: write one of them", true,
		},
		{
			"unknown expectation", expect("{nevr: {above: 1}}"),
			`7: unknown field "nevr" in an expectation: write never`, true,
		},
		{
			"replicas without a bound", expect("replicas: {from: 1m}"),
			"7: replicas has no bound, and cannot fail: write min, max or both", true,
		},
		{
			"replicas that cannot fail", expect("replicas: {min: 0}"),
			"7: replicas: min 0 cannot fail: write a larger one, or max", false,
		},
		{
			"replicas backwards", expect("replicas: {min: 3, max: 2}"),
			"7: replicas: min 3 is more than max 2: write the larger one as max", false,
		},
		{
			"window beyond the end", expect("replicas: {max: 2, to: 20m}"),
			"7: to 20m is after the end of the test: write at most its duration, 10m", false,
		},
		{
			"window backwards", expect("replicas: {max: 2, from: 5m, to: 4m}"),
			"7: replicas is never: write a from (5m) that is before to (4m)", false,
		},
		{
			"reaches without a moment", expect("reaches: {replicas: 3}"),
			"7: reaches has no by: write by: 4m", true,
		},
		{
			"reaches what it has", expect("reaches: {replicas: 2, by: 1m}"),
			"7: the play begins with 2 replicas, and reaches cannot fail: write from, a moment at which there are others", false,
		},
		{
			"reaches after the end", expect("reaches: {replicas: 3, by: 11m}"),
			"7: by 11m is after the end of the test: write at most its duration, 10m", false,
		},
		{
			"never without a bound", expect("never: {}"),
			"7: never has no bound, and cannot fail: write above, below or both", true,
		},
		{
			"directionChanges without a bound", expect("directionChanges: {}"),
			"7: directionChanges has no max: write max: 2", true,
		},
		{
			"value of an unknown metric", expect(`value: {metric: http_request, above: "1"}`),
			"7: the HPA web has no metric http_request: write http_requests", false,
		},
		{
			"value without a bound", expect(`value: {metric: http_requests, forAtMost: 1m}`),
			"7: value has no bound, and cannot fail: write above, below or both", true,
		},
		{
			"value for all of the test", expect(`value: {metric: http_requests, above: "1", forAtMost: 10m}`),
			"7: forAtMost 10m is all of the test, and cannot fail: write less than its duration, 10m", false,
		},
		{
			"unknown condition", expect(`condition: {type: ScalingLimit, status: "True"}`),
			`7: type "ScalingLimit" is unknown: write ScalingLimited`, true,
		},
		{
			"condition that is always there", expect(`condition: {type: AbleToScale}`),
			`7: condition has no status and no reason: an HPA has each type; write one, such as status: "True"`, true,
		},
		{
			"unknown reason of a condition", expect(`condition: {type: AbleToScale, reason: TooManyPods, seen: false}`),
			`7: reason "TooManyPods" is unknown: write one of AmbiguousSelector, DesiredWithinRange, FailedGetContainerResourceMetric, FailedGetExternalMetric, FailedGetObjectMetric, FailedGetPodsMetric, FailedGetResourceMetric, FailedGetScale, FailedUpdateScale, InvalidMetricSourceType, InvalidSelector, NotScaledToZero, ReadyForNewScale, ScaleDownLimit, ScaleDownStabilized, ScaleUpLimit, ScaleUpStabilized, ScaledToZero, ScalingDisabled, SucceededGetScale, SucceededRescale, TooFewReplicas, TooManyReplicas, ValidMetricFound`, true,
		},
		{
			"unknown event", expect(`event: {reason: SuccesfulRescale, seen: false}`),
			`7: reason "SuccesfulRescale" is unknown: write SuccessfulRescale`, true,
		},
		{
			"seen", expect(`event: {reason: SuccessfulRescale, seen: maybe}`),
			`7: seen "maybe" is neither true nor false: write one of them`, true,
		},
		{
			"cost without a bound", expect(`cost: {}`),
			`7: cost has no replicaHours: write replicaHours: "4"`, true,
		},
		{
			"negative cost", expect(`cost: {replicaHours: "-1"}`),
			"7: replicaHours -1 is too small: write at least 0", false,
		},
		{
			"unknown HPA", expect("{hpa: wep, never: {above: 1}}"),
			"7: there is no HPA wep: write web", false,
		},
		{
			"which HPA", two("expect: [{never: {above: 1}}]"),
			"8: an expectation does not say of which of 2 HPAs it is: write hpa: web", false,
		},
		{
			"which workload", strings.Replace(two(), ", workload: web", "", 1),
			"7: a metric does not say of which workload it is: write workload: alone", false,
		},
	}
}
