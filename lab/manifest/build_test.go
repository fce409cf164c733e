package manifest

import (
	"encoding/base64"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const root = "../.."

// given is what a lab puts beside the manifests.
var given = Files{
	"components/serving-cert/ca.crt":  []byte("the authority"),
	"components/serving-cert/tls.crt": []byte("the leaf"),
	"components/serving-cert/tls.key": []byte("the key"),
	"overlays/embedded/port.yaml":     []byte(`[{"op": "replace", "path": "/spec/ports/0/port", "value": 40123}]`),
}

// kustomizations finds them, so that a new one is not forgotten. A component is built
// where it is used.
func kustomizations(t *testing.T) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(os.DirFS(root+"/manifests"), ".", func(name string, _ fs.DirEntry, err error) error {
		if err == nil && path.Base(name) == "kustomization.yaml" && path.Dir(path.Dir(name)) != "components" {
			found = append(found, path.Dir(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 3 {
		t.Errorf("found %d kustomizations, want at least base, an overlay and the demo", len(found))
	}
	return found
}

func TestEveryKustomizationBuilds(t *testing.T) {
	t.Parallel()
	for _, name := range kustomizations(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			objects, err := Build(root, name, given)
			if err != nil {
				t.Fatal(err)
			}
			if len(objects) == 0 {
				t.Error("it has no objects")
			}
		})
	}
}

func TestEmbeddedOverlay(t *testing.T) {
	t.Parallel()
	objects, err := Build(root, "overlays/embedded", given)
	if err != nil {
		t.Fatal(err)
	}
	if kind := objects[0].GetKind(); kind != "Namespace" {
		t.Errorf("the first object is a %s, want the Namespace that others are in", kind)
	}
	apiServices, _ := Kinds(objects, "APIService")
	if len(apiServices) != 4 {
		t.Fatalf("got %d APIServices, want 4", len(apiServices))
	}
	for _, object := range apiServices {
		wantBundle := base64.StdEncoding.EncodeToString([]byte("the authority"))
		if got, _, _ := unstructured.NestedString(object.Object, "spec", "caBundle"); got != wantBundle {
			t.Errorf("%s: caBundle is %q, want the authority's certificate", object.GetName(), got)
		}
		if _, found, _ := unstructured.NestedFieldNoCopy(object.Object, "spec", "insecureSkipTLSVerify"); found {
			t.Errorf("%s: sets insecureSkipTLSVerify", object.GetName())
		}
		if got, _, _ := unstructured.NestedFieldNoCopy(object.Object, "spec", "service", "port"); got != 40123 {
			t.Errorf("%s: port is %v, want the adapter's", object.GetName(), got)
		}
	}
}

// TestAdapterRolesAreLeast guards what the adapter may do: read, and make the
// SimulatedMetrics that are set through it.
func TestAdapterRolesAreLeast(t *testing.T) {
	t.Parallel()
	objects, err := Build(root, "base", nil)
	if err != nil {
		t.Fatal(err)
	}
	may := map[string][]string{"lab.example.com": {"list", "watch", "create", "patch"}}
	roles, _ := Kinds(objects, "ClusterRole")
	for _, role := range roles {
		if !strings.HasPrefix(role.GetName(), "metrics-adapter") {
			continue
		}
		rules, _, _ := unstructured.NestedSlice(role.Object, "rules")
		for _, rule := range rules {
			groups, _, _ := unstructured.NestedStringSlice(rule.(map[string]any), "apiGroups")
			verbs, _, _ := unstructured.NestedStringSlice(rule.(map[string]any), "verbs")
			allowed, own := may[groups[0]]
			if !own {
				allowed = []string{"list", "watch"}
			}
			for _, verb := range verbs {
				if !slices.Contains(allowed, verb) {
					t.Errorf("%s may %s %v", role.GetName(), verb, groups)
				}
			}
			resources, _, _ := unstructured.NestedStringSlice(rule.(map[string]any), "resources")
			if slices.Contains(resources, "*") || slices.Contains(resources, "secrets") || slices.Contains(groups, "*") {
				t.Errorf("%s may read %v of %v", role.GetName(), resources, groups)
			}
		}
	}
	bindings, _ := Kinds(objects, "RoleBinding")
	if len(bindings) != 1 || bindings[0].GetNamespace() != "kube-system" {
		t.Errorf("want one RoleBinding, in kube-system")
	}
}

// TestOnlyDevelopmentIsRelaxed: what the adapter in development needs is in its
// own overlays, and the one that is deployed stays hardened.
func TestOnlyDevelopmentIsRelaxed(t *testing.T) {
	t.Parallel()
	for overlay, want := range map[string]struct {
		security string
		mounts   bool
	}{
		"overlays/kind": {"restricted", false}, "overlays/embedded": {"restricted", false},
		"overlays/production": {"", false}, // its namespace is somebody else's
		"overlays/tilt":       {"privileged", true}, "overlays/tilt-debug": {"privileged", true},
	} {
		objects, err := Build(root, overlay, given)
		if err != nil {
			t.Fatal(err)
		}
		if got := objects[0].GetLabels()["pod-security.kubernetes.io/enforce"]; got != want.security {
			t.Errorf("%s: Pod Security is %q, want %q", overlay, got, want.security)
		}
		deployments, _ := Kinds(objects, "Deployment")
		for _, deployment := range deployments {
			data, err := deployment.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(string(data), "hostPath"); got != want.mounts {
				t.Errorf("%s: mounts a folder of the node: %t, want %t", overlay, got, want.mounts)
			}
			if !strings.Contains(string(data), `"runAsNonRoot":true`) || !strings.Contains(string(data), `"readOnlyRootFilesystem":true`) {
				t.Errorf("%s: the pod is not hardened otherwise", overlay)
			}
		}
	}
}
