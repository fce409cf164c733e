package manifest

import (
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/utils/ptr"
)

// TestProductionNetworkPolicy reads what the policy lets through, as a network plugin
// does: it is no connection that is tried. The lab's own node image has no plugin that
// enforces policies, and kind's needs a kernel with nftables' queues.
func TestProductionNetworkPolicy(t *testing.T) {
	t.Parallel()
	objects := production(t)
	policy := convert[networkingv1.NetworkPolicy](t, objects, "NetworkPolicy")
	deployment := convert[appsv1.Deployment](t, objects, "Deployment")
	selector, err := metav1.LabelSelectorAsSelector(&policy.Spec.PodSelector)
	if err != nil {
		t.Fatal(err)
	}
	if pod := deployment.Spec.Template.Labels; selector.Empty() || !selector.Matches(labels.Set(pod)) {
		t.Errorf("it is for %s, the adapter's pods have %v", selector, pod)
	}
	served := deployment.Spec.Template.Spec.Containers[0].Ports[0].ContainerPort
	for _, row := range []struct {
		name     string
		of       networkingv1.PolicyType
		protocol corev1.Protocol
		port     int32
		want     bool
	}{
		{"the adapter's port", networkingv1.PolicyTypeIngress, corev1.ProtocolTCP, served, true},
		{"that of a debugger", networkingv1.PolicyTypeIngress, corev1.ProtocolTCP, 2345, false},
		{"its number by UDP", networkingv1.PolicyTypeIngress, corev1.ProtocolUDP, served, false},
		{"the API server's Service", networkingv1.PolicyTypeEgress, corev1.ProtocolTCP, 443, true},
		{"the API server itself", networkingv1.PolicyTypeEgress, corev1.ProtocolTCP, 6443, true},
		{"the cloud's metadata", networkingv1.PolicyTypeEgress, corev1.ProtocolTCP, 80, false},
		{"etcd", networkingv1.PolicyTypeEgress, corev1.ProtocolTCP, 2379, false},
		{"the kubelet", networkingv1.PolicyTypeEgress, corev1.ProtocolTCP, 10250, false},
		{"DNS", networkingv1.PolicyTypeEgress, corev1.ProtocolUDP, 53, false},
	} {
		if got := lets(policy.Spec, row.of, row.protocol, row.port); got != row.want {
			t.Errorf("%s %s: %s %d is let through: %t", row.of, row.name, row.protocol, row.port, got)
		}
	}
}

// lets tells whether a policy lets a connection through from or to whoever is no pod. A
// direction that it is not for is open, and a rule without ports is for all of them.
func lets(policy networkingv1.NetworkPolicySpec, of networkingv1.PolicyType, protocol corev1.Protocol, port int32) bool {
	if !slices.Contains(policy.PolicyTypes, of) {
		return true
	}
	var rules [][]networkingv1.NetworkPolicyPort
	if of == networkingv1.PolicyTypeIngress {
		for _, rule := range policy.Ingress {
			rules = append(rules, rule.Ports)
		}
	} else {
		for _, rule := range policy.Egress {
			rules = append(rules, rule.Ports)
		}
	}
	return slices.ContainsFunc(rules, func(ports []networkingv1.NetworkPolicyPort) bool {
		return len(ports) == 0 || slices.ContainsFunc(ports, func(p networkingv1.NetworkPolicyPort) bool {
			known := p.Port == nil || p.Port.IntVal <= port && port <= ptr.Deref(p.EndPort, p.Port.IntVal)
			return known && ptr.Deref(p.Protocol, corev1.ProtocolTCP) == protocol
		})
	})
}
