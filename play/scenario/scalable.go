package scenario

import (
	"cmp"
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	defaults "k8s.io/kubernetes/pkg/apis/core/v1"

	"example.com/metrics-lab/play/engine"
)

// scalable is what an object with pods has: a Deployment, a StatefulSet, a ReplicaSet, and what is made like them.
type scalable struct {
	Spec struct {
		Replicas *int32                  `json:"replicas"`
		Selector *metav1.LabelSelector   `json:"selector"`
		Template *corev1.PodTemplateSpec `json:"template"`
	} `json:"spec"`
}

// takeWorkload takes an object that has pods and a number of them.
func (m *manifests) takeWorkload(d document, kind schema.GroupKind, o object) {
	var s scalable
	err := json.Unmarshal(d.json, &s)
	known := kind.Group == "apps" && (kind.Kind == "Deployment" || kind.Kind == "StatefulSet" || kind.Kind == "ReplicaSet")
	switch {
	case err != nil && known:
		m.refuse(d, fmt.Sprintf("the %s %s cannot be read: %v", kind.Kind, o.Metadata.Name, err))
		return
	case err != nil || s.Spec.Template == nil || !known && s.Spec.Replicas == nil:
		return // it has no pods, or no number of them
	case o.Metadata.Name == "":
		m.refuse(d, fmt.Sprintf("the %s has no name: write metadata: {name: web}", kind.Kind))
		return
	case s.Spec.Replicas != nil && (*s.Spec.Replicas < 0 || *s.Spec.Replicas > maxReplicas):
		m.refuse(d, fmt.Sprintf("replicas %d: write a number from 0 to %d", *s.Spec.Replicas, maxReplicas))
		return
	}
	w := engine.Workload{
		Kind: kind, Namespace: cmp.Or(o.Metadata.Namespace, metav1.NamespaceDefault), Name: o.Metadata.Name, Pod: podOf(*s.Spec.Template),
	}
	if _, err := metav1.LabelSelectorAsSelector(s.Spec.Selector); err != nil {
		m.refuse(d, fmt.Sprintf("the selector of the %s %s cannot be used: %v", kind.Kind, w.Name, err))
		return
	}
	if s.Spec.Selector != nil {
		w.Selector = metav1.FormatLabelSelector(s.Spec.Selector)
	}
	if !m.isNew(d, kind, w.Namespace, w.Name) {
		return
	}
	if s.Spec.Replicas != nil {
		w.Replicas = *s.Spec.Replicas
	}
	m.unset[keyOf(w)] = s.Spec.Replicas == nil
	m.workloads = append(m.workloads, w)
}

// podOf is a template with what an API server adds to a pod of it: limits are requests too, where those are not written.
func podOf(template corev1.PodTemplateSpec) corev1.PodTemplateSpec {
	pod := &corev1.Pod{ObjectMeta: template.ObjectMeta, Spec: template.Spec}
	defaults.SetDefaults_Pod(pod)
	return corev1.PodTemplateSpec{ObjectMeta: pod.ObjectMeta, Spec: pod.Spec}
}

func keyOf(w engine.Workload) string {
	return fmt.Sprintf("%s %s/%s", w.Kind, w.Namespace, w.Name)
}
