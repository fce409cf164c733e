package scenario

import (
	"encoding/json"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/play/engine"
)

// object is what all objects of Kubernetes have, and a list.
type object struct {
	metav1.TypeMeta `json:",inline"`
	Metadata        struct {
		Name      string `json:"name"`
		Namespace string `json:"namespace"`
	} `json:"metadata"`
	Items []json.RawMessage `json:"items"`
}

// take takes an object if it is an HPA, or can be scaled. Others are for the cluster alone.
func (m *manifests) take(d document) {
	var o object
	if err := json.Unmarshal(d.json, &o); err != nil {
		m.refuse(d, "it is not an object of Kubernetes: write apiVersion, kind and metadata")
		return
	}
	kind := o.GroupVersionKind().GroupKind()
	switch {
	case o.Kind == "":
		m.refuse(d, "it has no kind: write one, such as kind: HorizontalPodAutoscaler")
	case o.Kind == "List":
		for _, item := range o.Items {
			one := d
			one.json = item
			m.take(one)
		}
	case kind.Kind == "HorizontalPodAutoscaler":
		m.takeHPA(d)
	default:
		m.takeWorkload(d, kind, o)
	}
}

// takeHPA has an HPA admitted, as by an API server.
func (m *manifests) takeHPA(d document) {
	hpa, err := engine.Admit(d.json)
	switch {
	case err != nil:
		m.refuse(d, err.Error())
	case hpa.Spec.MaxReplicas > maxReplicas:
		m.refuse(d, fmt.Sprintf("maxReplicas %d is more than a play takes: write at most %d", hpa.Spec.MaxReplicas, maxReplicas))
	case m.isNew(d, schema.GroupKind{Kind: "HorizontalPodAutoscaler"}, hpa.Namespace, hpa.Name):
		m.hpas = append(m.hpas, hpa)
	}
}

// isNew refuses an object that another file has too.
func (m *manifests) isNew(d document, kind schema.GroupKind, namespace, name string) bool {
	key := fmt.Sprintf("%s %s/%s", kind.Kind, namespace, name)
	place := Error{File: d.file, Line: d.line}
	if first, twice := m.seen[kind.Group+key]; twice {
		m.refuse(d, fmt.Sprintf("the %s is in %s already: remove one of them", key, first))
		return false
	}
	m.seen[kind.Group+key] = fmt.Sprintf("%s:%d", place.File, place.Line)
	return true
}
