// Package setting is one value of a metric, for one object or one external series, as a script or a person sets it. It
// says which SimulatedMetric holds such a value, so that setting it again changes that one, whoever does it.
package setting

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// Manager is the field manager that settings are applied with.
const Manager = "metrics-lab-setting"

// maxWords is how much of an object's name are the words that it is for; the rest is a hash of all of them.
const maxWords = 100

// Setting says whose value is set.
type Setting struct {
	// Metric is the metric's name.
	Metric string
	// Namespace is that of the object, or of an external series; empty for root-scoped objects.
	Namespace string
	// Resource is that of the object: plural, with its group. Empty for an external series.
	Resource schema.GroupResource
	// Name is that of the object. Empty for an external series.
	Name string
	// Labels are those of the sample. An external series is told by them from others; an object has one value, whatever
	// its labels.
	Labels labels.Set
	// AllowNegative lets an external series be negative; it means nothing for an object, which may be.
	AllowNegative bool
}

// External tells whether it is a series of an external metric rather than an object.
func (s Setting) External() bool {
	return s.Resource.Empty()
}

// Object is what has to be applied for the value to be set, or deleted for it to be unset: a *SimulatedMetric, or a
// *ClusterSimulatedMetric if there is no namespace.
func (s Setting) Object(value resource.Quantity) metav1.Object {
	simulation := v1alpha1.Simulation{Value: &value}
	meta := metav1.ObjectMeta{Namespace: s.Namespace, Name: s.objectName()}
	if s.External() {
		return &v1alpha1.SimulatedMetric{TypeMeta: typeMeta("SimulatedMetric"), ObjectMeta: meta, Spec: v1alpha1.SimulatedMetricSpec{
			Metric: s.Metric, External: &v1alpha1.External{Labels: s.Labels, AllowNegative: s.AllowNegative}, Simulation: simulation,
		}}
	}
	objects := v1alpha1.Objects{Resource: s.Resource.String(), Name: s.Name, MetricLabels: s.Labels}
	if s.Namespace == "" {
		return &v1alpha1.ClusterSimulatedMetric{TypeMeta: typeMeta("ClusterSimulatedMetric"), ObjectMeta: meta, Spec: v1alpha1.ClusterSimulatedMetricSpec{
			Metric: s.Metric, Objects: objects, Simulation: simulation,
		}}
	}
	return &v1alpha1.SimulatedMetric{TypeMeta: typeMeta("SimulatedMetric"), ObjectMeta: meta, Spec: v1alpha1.SimulatedMetricSpec{
		Metric: s.Metric, Objects: &objects, Simulation: simulation,
	}}
}

func typeMeta(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion().String(), Kind: kind}
}

// objectName is a DNS subdomain that a reader recognises and that no other setting has: pods-web-1-http-requests-1f0c…
func (s Setting) objectName() string {
	parts := []string{s.Resource.String(), s.Name, s.Metric}
	words := s.Resource.Resource + "-" + s.Name + "-" + s.Metric
	if s.External() {
		parts = append(parts, s.Labels.String())
		words = "external-" + s.Metric
	}
	hash := sha256.Sum256([]byte(strings.Join(parts, "\x00"))) // no part of it can contain the separator
	return strings.Trim(toDNS(words), "-") + "-" + hex.EncodeToString(hash[:8])
}

// toDNS puts a dash for whatever a DNS label must not contain.
func toDNS(words string) string {
	words = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, words)
	return words[:min(len(words), maxWords)]
}
