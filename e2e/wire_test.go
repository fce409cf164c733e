package e2e

import (
	"fmt"
	"maps"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// wireList is what the answers look like in JSON, in a version of the custom
// metrics API: written down here, so that no type of Go decides on it. The
// versions differ in how they name the metric.
func wireList(version string, answers []answer) map[string]any {
	items := []any{}
	for _, a := range answers {
		item := map[string]any{"describedObject": wireObject(a.Object), "value": a.Value}
		switch version {
		case "v1beta1":
			item["metricName"], item["selector"] = a.Metric, wireSelector(a.Selector)
		default:
			item["metric"] = map[string]any{"name": a.Metric, "selector": wireSelector(a.Selector)}
		}
		items = append(items, item)
	}
	return map[string]any{
		"kind": "MetricValueList", "apiVersion": "custom.metrics.k8s.io/" + version, "metadata": map[string]any{}, "items": items,
	}
}

func wireObject(object corev1.ObjectReference) map[string]any {
	wire := map[string]any{"apiVersion": object.APIVersion, "kind": object.Kind, "name": object.Name}
	if object.Namespace != "" {
		wire["namespace"] = object.Namespace
	}
	return wire
}

func wireSelector(selector *metav1.LabelSelector) any {
	if selector == nil {
		return nil
	}
	wire := map[string]any{}
	if selector.MatchLabels != nil {
		wire["matchLabels"] = wireLabels(selector.MatchLabels)
	}
	var expressions []any
	for _, e := range selector.MatchExpressions {
		values := []any{}
		for _, value := range e.Values {
			values = append(values, value)
		}
		expressions = append(expressions, map[string]any{"key": e.Key, "operator": string(e.Operator), "values": values})
	}
	if expressions != nil {
		wire["matchExpressions"] = expressions
	}
	return wire
}

func wireLabels(labels map[string]string) map[string]any {
	wire := map[string]any{}
	for key, value := range labels {
		wire[key] = value
	}
	return wire
}

// wireSeries is the same for the external metrics API.
func wireSeries(metric string, all []series) map[string]any {
	items := []any{}
	for _, s := range all {
		items = append(items, map[string]any{"metricName": metric, "metricLabels": wireLabels(s.Labels), "value": s.Value})
	}
	return sorted(map[string]any{
		"kind": "ExternalMetricValueList", "apiVersion": externalV1beta1, "metadata": map[string]any{}, "items": items,
	})
}

// takeTimes removes the times from the items of a list, and tells whether each
// is written in UTC and in whole seconds, and is recent.
func takeTimes(list map[string]any) error {
	items, isList := list["items"].([]any)
	if !isList {
		return fmt.Errorf("items are %T, want a list", list["items"])
	}
	for _, i := range items {
		item, isObject := i.(map[string]any)
		if !isObject {
			return fmt.Errorf("an item is %T, want an object", i)
		}
		written, isText := item["timestamp"].(string)
		if !isText {
			return fmt.Errorf("an item has no timestamp but %v", slices.Sorted(maps.Keys(item)))
		}
		measured, err := time.Parse("2006-01-02T15:04:05Z", written)
		if err != nil {
			return fmt.Errorf("the timestamp of an item: %w", err)
		}
		if err := isRecent(measured); err != nil {
			return err
		}
		delete(item, "timestamp")
	}
	return nil
}

// isRecent allows for clocks that disagree, and for a machine that is busy.
func isRecent(measured time.Time) error {
	if age := time.Since(measured); age < -2*time.Second || age > time.Minute {
		return fmt.Errorf("it was measured %s ago, want now", age)
	}
	return nil
}
