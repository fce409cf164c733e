package component

import (
	corev1 "k8s.io/api/core/v1"
)

// NotReady says why a node cannot run pods, or nothing if it can.
func NotReady(node corev1.Node) string {
	for _, condition := range node.Status.Conditions {
		if condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue {
			return ""
		}
		if condition.Type == corev1.NodeReady {
			return node.Name + ": " + condition.Message
		}
	}
	return node.Name + " has not reported yet"
}
