package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/metrics/pkg/apis/custom_metrics"
	"k8s.io/metrics/pkg/apis/external_metrics"
	"sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/scripts/peers/fixture"
)

// answers are the answers to all that the benchmark asks for, by how many items they have.
type answers struct {
	one      *custom_metrics.MetricValue
	custom   map[int]*custom_metrics.MetricValueList
	external map[int]*external_metrics.ExternalMetricValueList
	metrics  []provider.CustomMetricInfo
}

func newAnswers(discovered int) *answers {
	a := &answers{custom: map[int]*custom_metrics.MetricValueList{}, external: map[int]*external_metrics.ExternalMetricValueList{}}
	now := metav1.Now()
	for _, n := range fixture.Matching() {
		list := &custom_metrics.MetricValueList{}
		for i := range n {
			list.Items = append(list.Items, custom_metrics.MetricValue{
				DescribedObject: custom_metrics.ObjectReference{APIVersion: "v1", Kind: "Pod", Namespace: fixture.Namespace, Name: fixture.Pod(n, i)},
				Metric:          custom_metrics.MetricIdentifier{Name: fixture.Metric},
				Timestamp:       now, Value: *resource.NewMilliQuantity(int64(10500+i), resource.DecimalSI),
			})
		}
		a.custom[n], a.one = list, &list.Items[0]
	}
	for _, n := range fixture.Series() {
		list := &external_metrics.ExternalMetricValueList{}
		for i := range n {
			list.Items = append(list.Items, external_metrics.ExternalMetricValue{
				MetricName: fixture.External(n), MetricLabels: fixture.SeriesLabels(i),
				Timestamp: now, Value: *resource.NewMilliQuantity(int64(10500+i), resource.DecimalSI),
			})
		}
		a.external[n] = list
	}
	for i := range discovered {
		a.metrics = append(a.metrics, provider.CustomMetricInfo{
			GroupResource: schema.GroupResource{Resource: "pods"}, Namespaced: true, Metric: fixture.Discovered(i),
		})
	}
	return a
}

func (a *answers) ListAllMetrics() []provider.CustomMetricInfo { return a.metrics }

func (a *answers) ListAllExternalMetrics() []provider.ExternalMetricInfo { return nil }

func (a *answers) GetMetricByName(context.Context, types.NamespacedName, provider.CustomMetricInfo, labels.Selector) (*custom_metrics.MetricValue, error) {
	return a.one, nil
}

func (a *answers) GetMetricBySelector(_ context.Context, _ string, selector labels.Selector, _ provider.CustomMetricInfo, _ labels.Selector) (*custom_metrics.MetricValueList, error) {
	n, err := number(selector.String())
	if err != nil || a.custom[n] == nil {
		return nil, fmt.Errorf("nothing is ready for %s", selector)
	}
	return a.custom[n], nil
}

func (a *answers) GetExternalMetric(_ context.Context, _ string, _ labels.Selector, info provider.ExternalMetricInfo) (*external_metrics.ExternalMetricValueList, error) {
	n, err := number(info.Metric)
	if err != nil || a.external[n] == nil {
		return nil, fmt.Errorf("nothing is ready for %s", info.Metric)
	}
	return a.external[n], nil
}

// number is that at the end of a text: how many items the answer has.
func number(text string) (int, error) {
	return strconv.Atoi(text[strings.LastIndexAny(text, "-=")+1:])
}
