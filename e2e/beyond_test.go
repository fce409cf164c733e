package e2e

import "net/http"

// withinRights is all that the adapter's account may do: it sees whole objects,
// though it keeps only names and labels.
func withinRights(ns string) []attempt {
	return []attempt{
		{http.MethodGet, "/api/v1/pods", "", answered},
		{http.MethodGet, "/apis/apps/v1/deployments", "", answered},
		{http.MethodGet, "/api/v1/nodes", "", answered},
		{http.MethodGet, declarationsPath + "/simulatedmetrics", "", answered},
		{http.MethodPost, declarationsPath + "/namespaces/" + ns + "/simulatedmetrics" + dry, declarationIn(ns), stored},
		{http.MethodPost, declarationsPath + "/clustersimulatedmetrics" + dry, ofTheCluster, stored},
		{http.MethodPatch, declarationsPath + "/namespaces/" + ns + "/simulatedmetrics/service" + dry, `{"spec": {"value": "2"}}`, answered},
		{http.MethodPatch, declarationsPath + "/namespaces/" + ns + "/simulatedmetrics/service/status" + dry, `{"status": {}}`, answered},
		{http.MethodPost, "/apis/authentication.k8s.io/v1/tokenreviews", someReview, stored},
		{http.MethodPost, "/apis/authorization.k8s.io/v1/subjectaccessreviews", someAccess, stored},
		{http.MethodGet, "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication", "", answered},
	}
}

func beyondDeclarations(ns string) []attempt {
	declarations := declarationsPath + "/namespaces/" + ns + "/simulatedmetrics"
	return append(metricPaths(ns, forbidden), []attempt{
		{http.MethodGet, declarations + "/service", "", forbidden},
		{http.MethodPut, declarations + "/service" + dry, declarationIn(ns), forbidden},
		{http.MethodDelete, declarations + "/service" + dry, "", forbidden},
		{http.MethodDelete, declarations + dry, "", forbidden},
		{http.MethodDelete, declarationsPath + "/clustersimulatedmetrics" + dry, "", forbidden},
		{http.MethodPut, declarations + "/service/status" + dry, declarationIn(ns), forbidden},
	}...)
}

func beyondReading(ns string) []attempt {
	return []attempt{
		{http.MethodGet, "/api/v1/secrets", "", forbidden},
		{http.MethodGet, "/api/v1/namespaces/" + adapterNamespace + "/secrets/metrics-adapter-cert", "", forbidden},
		{http.MethodGet, "/api/v1/configmaps", "", forbidden},
		{http.MethodGet, "/api/v1/namespaces/kube-system/configmaps", "", forbidden},
		{http.MethodGet, "/api/v1/namespaces/" + ns + "/configmaps/kube-root-ca.crt", "", forbidden},
		{http.MethodGet, "/api/v1/namespaces/" + ns + "/pods/any", "", forbidden},
		{http.MethodGet, "/api/v1/namespaces/" + ns + "/pods/any/log", "", forbidden},
		{http.MethodGet, "/api/v1/nodes/any/proxy/pods", "", forbidden},
		{http.MethodGet, "/api/v1/namespaces/" + ns + "/services/web/proxy/", "", forbidden},
		{http.MethodGet, "/apis/autoscaling/v2/horizontalpodautoscalers", "", forbidden},
		{http.MethodGet, "/apis/rbac.authorization.k8s.io/v1/clusterroles", "", forbidden},
		{http.MethodGet, "/metrics", "", forbidden},
		{http.MethodGet, "/debug/pprof/", "", forbidden},
	}
}

func beyondWorkloads(ns string) []attempt {
	return []attempt{
		{http.MethodPost, "/api/v1/namespaces/" + ns + "/pods" + dry, somePod, forbidden},
		{http.MethodPost, "/api/v1/namespaces/" + adapterNamespace + "/pods" + dry, somePod, forbidden},
		{http.MethodDelete, "/api/v1/namespaces/" + ns + "/pods" + dry, "", forbidden},
		{http.MethodPost, "/api/v1/namespaces/" + ns + "/pods/any/exec?command=sh", "", forbidden},
		{http.MethodGet, "/api/v1/namespaces/" + ns + "/pods/any/exec?command=sh", "", forbidden},
		{http.MethodPost, "/api/v1/namespaces/" + ns + "/pods/any/portforward", "", forbidden},
		{http.MethodPatch, "/api/v1/namespaces/" + ns + "/pods/any/ephemeralcontainers" + dry, "{}", forbidden},
		{http.MethodPatch, adapterDeployment + dry, otherImage, forbidden},
		{http.MethodPatch, "/apis/apps/v1/namespaces/" + ns + "/deployments/web" + dry, noReplicas, forbidden},
		{http.MethodPatch, "/apis/apps/v1/namespaces/" + ns + "/deployments/web/scale" + dry, noReplicas, forbidden},
		{http.MethodPatch, "/apis/autoscaling/v2/namespaces/" + ns + "/horizontalpodautoscalers/web" + dry, "{}", forbidden},
		{http.MethodPatch, "/api/v1/namespaces/" + ns + "/services/web" + dry, "{}", forbidden},
		{http.MethodDelete, "/api/v1/namespaces/" + ns + dry, "", forbidden},
	}
}

func beyondRights(ns string) []attempt {
	const account = "/api/v1/namespaces/" + adapterNamespace + "/serviceaccounts/" + adapterName
	return []attempt{
		{http.MethodPost, rbacPath + "/clusterrolebindings" + dry, binding("ClusterRoleBinding", "cluster-admin"), forbidden},
		{http.MethodPost, rbacPath + "/clusterrolebindings" + dry, binding("ClusterRoleBinding", "metrics-writer"), forbidden},
		{http.MethodPost, rbacPath + "/namespaces/" + ns + "/rolebindings" + dry, binding("RoleBinding", "metrics-adapter"), forbidden},
		{http.MethodPatch, rbacPath + "/clusterroles/metrics-adapter" + dry, moreRules, forbidden},
		{http.MethodPost, account + "/token", someToken, forbidden},
		{http.MethodPost, "/api/v1/namespaces/kube-system/serviceaccounts/horizontal-pod-autoscaler/token", someToken, forbidden},
		{http.MethodPatch, apiServicePath + dry, unverified, forbidden},
		{http.MethodPatch, "/api/v1/namespaces/" + adapterNamespace + dry, relaxed, forbidden},
		{http.MethodPatch, "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication" + dry, "{}", forbidden},
		{http.MethodGet, "/apis/certificates.k8s.io/v1/certificatesigningrequests", "", forbidden},
		{http.MethodPost, "/apis/certificates.k8s.io/v1/certificatesigningrequests" + dry, "{}", forbidden},
		{http.MethodPatch, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/simulatedmetrics.lab.example.com" + dry, "{}", forbidden},
	}
}
