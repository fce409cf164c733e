package why

import "strings"

// meanings are what the controller's words mean, by a part of them. The first that fits is taken.
func meanings() [][2]string {
	return [][2]string{
		{"missing request for", "a utilization is a part of what containers request, and one requests nothing: set resources.requests, or use an AverageValue"},
		{"not found in Pod", "the pods have no container of that name"},
		{"did not receive metrics for targeted pods", "no pod counts: they are not ready, too young, or nothing is measured of them"},
		{"no metrics returned from", "the metrics API answers, but has nothing that the selectors match"},
		{"could not find the metric", "no adapter serves a metric of that name"},
		{"could not find the requested resource", "nobody serves that API: for resources, install metrics-server"},
		{"no pods returned by selector", "the target's selector matches no pods"},
		{"missing a selector", "without one the controller does not know the pods: the target's scale must have it"},
		{"couldn't convert selector", "the selector of the target's scale cannot be read"},
		{"controlled by more than one HPA", "two HPAs would work against each other: the selectors of their targets must not overlap"},
		{"no matches for kind", "the cluster does not know the kind of the target"},
		{"unable to get the target's current scale", "there is no such target in the HPA's namespace"},
		{"scaling is disabled since the replica count of the target is zero", "an HPA leaves a target alone that somebody else has scaled to zero"},
		{"unable to fetch metrics from", "the metrics API failed; nothing is scaled until it answers"},
	}
}

// meaning is an error in the controller's words, and what they mean.
func meaning(words string) string {
	for _, m := range meanings() {
		if strings.Contains(words, m[0]) {
			return words + " (" + m[1] + ")"
		}
	}
	return words
}
