package manifest

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// wantReferences are those of the adapter for a shared cluster, in that namespace and
// with what is put around its names. Nothing else is to be there: no Namespace, which
// is somebody else's, and nothing in another one.
func wantReferences(namespace, prefix, suffix string) map[string]string {
	name := func(name string) string { return prefix + name + suffix }
	in := func(of string) string { return namespace + "/" + name(of) }
	want := map[string]string{
		"ServiceAccount " + in("metrics-adapter"):      "",
		"Service " + in("metrics-adapter"):             "",
		"PodDisruptionBudget " + in("metrics-adapter"): "",
		"NetworkPolicy " + in("metrics-adapter"):       "",
		"Deployment " + in("metrics-adapter"):          "ServiceAccount " + name("metrics-adapter") + ", Secret metrics-adapter-cert",

		"Certificate " + in("metrics-adapter"):        "for " + name("metrics-adapter") + "." + namespace + ".svc, in Secret metrics-adapter-cert, by Issuer " + name("metrics-adapter-ca"),
		"Issuer " + in("metrics-adapter-ca"):          "Secret metrics-adapter-ca",
		"Certificate " + in("metrics-adapter-ca"):     "for , in Secret metrics-adapter-ca, by Issuer " + name("metrics-adapter-self-signed"),
		"Issuer " + in("metrics-adapter-self-signed"): "Secret ",
	}
	for binding, role := range map[string]string{
		"metrics-adapter":                                    name("metrics-adapter"),
		"metrics-adapter:described-objects":                  name("metrics-adapter:described-objects"),
		"metrics-adapter:extension-apiserver-authentication": name("metrics-adapter:extension-apiserver-authentication"),
		"metrics-adapter:system:auth-delegator":              "system:auth-delegator", // Kubernetes' own
	} {
		want["ClusterRoleBinding "+name(binding)] = "ClusterRole " + role + ", ServiceAccount " + in("metrics-adapter")
	}
	for _, version := range []string{"v1beta1.custom", "v1beta2.custom", "v1beta1.external"} {
		want["APIService "+version+".metrics.k8s.io"] = "Service " + in("metrics-adapter") + ", the authority of Certificate " + in("metrics-adapter")
	}
	return want
}

// references are the objects, and whom each of them names. Roles name nobody, and
// neither do definitions.
func references(t *testing.T, objects []*unstructured.Unstructured) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, object := range objects {
		kind := object.GetKind()
		if kind == "ClusterRole" || kind == "CustomResourceDefinition" {
			continue
		}
		found[kind+" "+qualified(object.GetNamespace(), object.GetName())] = names(object)
	}
	return found
}

func names(object *unstructured.Unstructured) string {
	field := func(path string) string {
		text, _, _ := unstructured.NestedString(object.Object, strings.Split(path, ".")...)
		return text
	}
	first := func(path string) map[string]any {
		list, _, _ := unstructured.NestedFieldNoCopy(object.Object, strings.Split(path, ".")...)
		return list.([]any)[0].(map[string]any)
	}
	switch object.GetKind() {
	case "Deployment":
		secret, _, _ := unstructured.NestedString(first("spec.template.spec.volumes"), "secret", "secretName")
		return "ServiceAccount " + field("spec.template.spec.serviceAccountName") + ", Secret " + secret
	case "ClusterRoleBinding":
		subject := &unstructured.Unstructured{Object: map[string]any{"metadata": first("subjects")}}
		return field("roleRef.kind") + " " + field("roleRef.name") + ", ServiceAccount " + qualified(subject.GetNamespace(), subject.GetName())
	case "APIService":
		return "Service " + qualified(field("spec.service.namespace"), field("spec.service.name")) +
			", the authority of Certificate " + object.GetAnnotations()["cert-manager.io/inject-ca-from"] + field("spec.caBundle")
	case "Certificate":
		hosts, _, _ := unstructured.NestedStringSlice(object.Object, "spec", "dnsNames")
		return "for " + strings.Join(hosts, " ") + ", in Secret " + field("spec.secretName") + ", by " + field("spec.issuerRef.kind") + " " + field("spec.issuerRef.name")
	case "Issuer":
		return "Secret " + field("spec.ca.secretName")
	}
	return ""
}

func qualified(namespace, name string) string {
	if namespace == "" {
		return name
	}
	return namespace + "/" + name
}
