package e2e

import "fmt"

// These are bodies of requests, as attackers write them.

func declarationIn(ns string) string {
	return fmt.Sprintf(`{"apiVersion": "lab.example.com/v1alpha1", "kind": "SimulatedMetric", "metadata": {"name": "attempt", "namespace": %q},
		"spec": {"metric": "attempt", "external": {"labels": {"a": "b"}}, "value": "1"}}`, ns)
}

const ofTheCluster = `{"apiVersion": "lab.example.com/v1alpha1", "kind": "ClusterSimulatedMetric", "metadata": {"name": "e2e-attempt"},
	"spec": {"metric": "attempt", "objects": {"resource": "nodes", "selector": {}}, "value": "1"}}`

const somePod = `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "attempt"}, "spec": {"containers": [{"name": "a", "image": "a"}]}}`

// binding binds a role to everybody. The kind is RoleBinding or ClusterRoleBinding.
func binding(kind, role string) string {
	return fmt.Sprintf(`{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": %q, "metadata": {"name": "e2e-attempt"},
		"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": %q},
		"subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "system:authenticated"}]}`, kind, role)
}

const (
	someToken  = `{"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}`
	someReview = `{"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": "a"}}`
	someAccess = `{"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {"user": "a", "nonResourceAttributes": {"path": "/", "verb": "get"}}}`
	moreRules  = `{"rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]}`
	noReplicas = `{"spec": {"replicas": 0}}`
	unverified = `{"spec": {"insecureSkipTLSVerify": true, "caBundle": null}}`
	otherImage = `{"spec": {"template": {"spec": {"containers": [{"name": "metrics-adapter", "image": "another"}]}}}}`
	relaxed    = `{"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}}`
)
