package traffic

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Answer is a list of values, of the custom or the external metrics API.
type Answer struct {
	Items []Value `json:"items"`
}

// Value is one of them. What one of the two APIs does not have is empty.
type Value struct {
	DescribedObject struct {
		Name string `json:"name"`
	} `json:"describedObject"`
	MetricLabels map[string]string `json:"metricLabels"`
	Timestamp    metav1.Time       `json:"timestamp"`
	Value        resource.Quantity `json:"value"`
}

// names are those of the objects, in order.
func (a Answer) names() string {
	var all []string
	for _, item := range a.Items {
		all = append(all, item.DescribedObject.Name)
	}
	slices.Sort(all)
	return strings.Join(all, ",")
}

// sum is that of the values, in milli-units.
func (a Answer) sum() (milli int64) {
	for _, item := range a.Items {
		milli += item.Value.MilliValue()
	}
	return milli
}

// fresh tells whether each value was measured between two times. A timestamp has whole seconds.
func (a Answer) fresh(sent, answered time.Time) error {
	for _, item := range a.Items {
		if at := item.Timestamp.Time; at.Before(sent.Truncate(time.Second)) || at.After(answered) {
			return fmt.Errorf("measured at %s, asked at %s", at, sent)
		}
	}
	return nil
}
