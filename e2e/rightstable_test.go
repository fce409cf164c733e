package e2e

import rbacv1 "k8s.io/api/rbac/v1"

// right is a line of `kubectl auth can-i`. The resource may have a subresource,
// or be a path, which begins with a slash. The namespace is empty for all.
type right struct {
	verb, group, resource, ns string
	want                      bool
}

const (
	noGroup       = ""
	everywhere    = ""
	labGroup      = "lab.example.com"
	customMetrics = "custom.metrics.k8s.io"
	external      = "external.metrics.k8s.io"
	rbacGroup     = rbacv1.GroupName
	reviewedNS    = "reviewed"
	writes        = "/write-metrics/namespaces/" + reviewedNS + "/services/web/requests"
)

// writesIn is where a value of the service in a namespace is set.
func writesIn(ns string) string { return "/write-metrics/namespaces/" + ns + "/services/web/requests" }

func viewerRights() []right {
	return []right{
		{"get", customMetrics, "services/requests", reviewedNS, true},
		{"get", customMetrics, "pods/requests", reviewedNS, true},
		{"get", customMetrics, "metrics/requests", reviewedNS, true}, // of the namespace itself
		{"get", customMetrics, "services/requests", "default", false},
		{"get", customMetrics, "nodes/requests", everywhere, false},
		{"list", external, "depth", reviewedNS, true},
		{"list", external, "depth", "default", false},
		{"get", labGroup, "simulatedmetrics", reviewedNS, true},
		{"watch", labGroup, "simulatedmetrics", reviewedNS, true},
		{"get", labGroup, "simulatedmetrics", "default", false},
		{"create", labGroup, "simulatedmetrics", reviewedNS, false},
		{"delete", labGroup, "simulatedmetrics", reviewedNS, false},
		{"post", noGroup, writes, everywhere, false},
	}
}

func editorRights() []right {
	return []right{
		{"get", customMetrics, "services/requests", reviewedNS, true},
		{"get", customMetrics, "services/requests", "default", false},
		{"create", customMetrics, "services/requests", reviewedNS, false},
		{"list", external, "depth", reviewedNS, true},
		{"list", external, "depth", "default", false},
		{"get", labGroup, "simulatedmetrics", reviewedNS, true},
		{"create", labGroup, "simulatedmetrics", reviewedNS, true},
		{"patch", labGroup, "simulatedmetrics", reviewedNS, true},
		{"delete", labGroup, "simulatedmetrics", reviewedNS, true},
		{"create", labGroup, "simulatedmetrics", "default", false},
		{"post", noGroup, writes, everywhere, false},
	}
}

// The rights of who views or edits all namespaces end where those do: what is
// declared for the cluster is for its administrators.
func viewerRightsEverywhere() []right {
	return []right{
		{"get", customMetrics, "services/requests", "default", true},
		{"get", customMetrics, "nodes/requests", everywhere, true},
		{"list", external, "depth", "default", true},
		{"get", labGroup, "simulatedmetrics", "default", true},
		{"create", labGroup, "simulatedmetrics", "default", false},
		{"get", labGroup, "clustersimulatedmetrics", everywhere, false},
	}
}

func editorRightsEverywhere() []right {
	return []right{
		{"get", customMetrics, "services/requests", "default", true},
		{"get", customMetrics, "nodes/requests", everywhere, true},
		{"list", external, "depth", "default", true},
		{"create", labGroup, "simulatedmetrics", "default", true},
		{"get", labGroup, "clustersimulatedmetrics", everywhere, false},
		{"create", labGroup, "clustersimulatedmetrics", everywhere, false},
		{"delete", labGroup, "clustersimulatedmetrics", everywhere, false},
		{"post", noGroup, writes, everywhere, false},
	}
}

func nobodysRights() []right {
	return []right{
		{"get", customMetrics, "services/requests", reviewedNS, false},
		{"get", customMetrics, "metrics/requests", reviewedNS, false},
		{"get", customMetrics, "nodes/requests", everywhere, false},
		{"list", external, "depth", reviewedNS, false},
		{"get", labGroup, "simulatedmetrics", reviewedNS, false},
		{"create", labGroup, "simulatedmetrics", reviewedNS, false},
		{"get", labGroup, "clustersimulatedmetrics", everywhere, false},
		{"get", noGroup, "/apis/custom.metrics.k8s.io/v1beta2", everywhere, true}, // discovery
		{"post", noGroup, writes, everywhere, false},
		{"get", noGroup, writes, everywhere, false},
	}
}

func hpaRights() []right {
	return []right{
		{"get", customMetrics, "pods/requests", reviewedNS, true},
		{"get", customMetrics, "widgets.e2e.example.com/requests", reviewedNS, true},
		{"get", customMetrics, "nodes/requests", everywhere, true},
		{"list", external, "depth", reviewedNS, true},
		{"get", labGroup, "simulatedmetrics", reviewedNS, false},
		{"create", labGroup, "simulatedmetrics", reviewedNS, false},
		{"post", noGroup, writes, everywhere, false},
	}
}

// adapterRights are to see what it describes, and to make what it is told to.
func adapterRights() []right {
	return []right{
		{"list", noGroup, "pods", everywhere, true},
		{"watch", noGroup, "services", everywhere, true},
		{"list", noGroup, "namespaces", everywhere, true},
		{"list", noGroup, "nodes", everywhere, true},
		{"watch", "apps", "deployments", everywhere, true},
		{"list", "batch", "jobs", everywhere, true},
		{"list", "networking.k8s.io", "ingresses", everywhere, true},
		{"list", labGroup, "simulatedmetrics", everywhere, true},
		{"watch", labGroup, "clustersimulatedmetrics", everywhere, true},
		{"create", labGroup, "simulatedmetrics", everywhere, true},
		{"patch", labGroup, "simulatedmetrics", everywhere, true},
		{"patch", labGroup, "simulatedmetrics/status", everywhere, true},
		{"patch", labGroup, "clustersimulatedmetrics/status", everywhere, true},
		{"create", "authentication.k8s.io", "tokenreviews", everywhere, true},
		{"create", "authorization.k8s.io", "subjectaccessreviews", everywhere, true},

		{"delete", labGroup, "simulatedmetrics", everywhere, false},
		{"delete", noGroup, "pods", everywhere, false},
		{"create", noGroup, "pods", adapterNamespace, false},
		{"patch", "apps", "deployments", everywhere, false},
		{"update", "apps", "deployments/scale", everywhere, false},
		{"create", noGroup, "pods/exec", everywhere, false},
		{"get", noGroup, "secrets", everywhere, false},
		{"list", noGroup, "secrets", adapterNamespace, false},
		{"list", noGroup, "configmaps", everywhere, false},
		{"list", noGroup, "configmaps", "kube-system", false},
		{"create", noGroup, "serviceaccounts/token", adapterNamespace, false},
		{"impersonate", noGroup, "users", everywhere, false},
		{"bind", rbacGroup, "clusterroles", everywhere, false},
		{"escalate", rbacGroup, "clusterroles", everywhere, false},
		{"patch", "apiregistration.k8s.io", "apiservices", everywhere, false},
		{"get", customMetrics, "services/requests", everywhere, false},
		{"post", noGroup, writes, everywhere, false},
	}
}
