package main

const (
	apiServices   = "manifests/base/apiservices.yaml"
	adapterRoles  = "manifests/base/rbac-adapter.yaml"
	declarerRoles = "manifests/base/rbac-simulatedmetrics.yaml"
	readerRoles   = "manifests/base/rbac-readers.yaml"
)

// ofManifests are mutations of what is applied with the adapter: its APIServices, and who may do what.
func ofManifests() []mutation {
	return []mutation{
		{"missing version", apiServices, "  name: v1beta1.custom.metrics.k8s.io\nspec:\n  group: custom.metrics.k8s.io\n  version: v1beta1\n", "  name: v1beta3.custom.metrics.k8s.io\nspec:\n  group: custom.metrics.k8s.io\n  version: v1beta3\n"},
		{"the adapter may not watch pods", adapterRoles, "persistentvolumeclaims, pods, services]", "persistentvolumeclaims, services]"},
		{"the adapter may read secrets", adapterRoles, "persistentvolumeclaims, pods, services]", "persistentvolumeclaims, pods, secrets, services]"},
		{"the adapter may delete what is declared", adapterRoles, "      - patch # the write API", "      - delete\n      - patch # the write API"},
		{"the adapter may do what it never does", adapterRoles, "      - patch # the conditions", "      - get\n      - patch # the conditions"},
		{"the adapter may not do all that it does", adapterRoles, "      - list # the same, from", "      # the same, from"},
		{"viewers may delete what is declared", declarerRoles, "verbs: [get, list, watch]", "verbs: [delete, get, list, watch]"},
		{"editors may declare for the whole cluster", declarerRoles, "resources: [simulatedmetrics]\n    verbs: [create,", "resources: [simulatedmetrics, clustersimulatedmetrics]\n    verbs: [create,"},
		{"the earlier version is preferred", apiServices, "versionPriority: 200", "versionPriority: 50"},
		{"viewers may not read metrics", readerRoles, "    rbac.authorization.k8s.io/aggregate-to-view: \"true\"\n", ""},
		{"everybody may write", declarerRoles, "  name: metrics-writer\n", "  name: metrics-writer\n  labels:\n    rbac.authorization.k8s.io/aggregate-to-view: \"true\"\n"},
	}
}
