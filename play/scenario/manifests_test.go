package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	hpaText = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n" +
		"  scaleTargetRef: {apiVersion: example.com/v1, kind: Fleet, name: web}\n  maxReplicas: 5\n"
	fleetText = "apiVersion: example.com/v1\nkind: Fleet\nmetadata: {name: web}\nspec:\n  replicas: 2\n" +
		"  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, resources: {limits: {cpu: 100m}}}]}}\n"
	play = "tests: [{name: a, duration: 1m, metrics: [{metric: cpu, resource: {}, value: 50m}]}]\n"
)

// folder has some files, and a scenario that names all of a list.
func folder(t *testing.T, manifests string, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	files["x.yaml"] = "manifests: [" + manifests + "]\n" + play
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "x.yaml")
}

// TestFormsOfManifests: they are read as kubectl does.
func TestFormsOfManifests(t *testing.T) {
	t.Parallel()
	both := hpaText + "---\n" + fleetText
	indented := func(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }
	for name, text := range map[string]string{
		"two documents":                both,
		"an empty document":            "---\n# nothing\n---\n" + both + "---\n",
		"Windows":                      strings.ReplaceAll(both, "\n", "\r\n"),
		"a mark of its encoding":       "\ufeff" + both,
		"indented":                     indented(hpaText) + "\n---\n" + indented(fleetText),
		"a list, as kubectl writes it": "apiVersion: v1\nkind: List\nitems:\n- " + strings.TrimSpace(indented(hpaText)) + "\n- " + strings.TrimSpace(indented(fleetText)) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := load(t, folder(t, "all.yaml", map[string]string{"all.yaml": text})).Tests[0].Input
			if len(in.HPAs) != 1 || len(in.Workloads) != 1 || in.Workloads[0].Kind.Kind != "Fleet" {
				t.Errorf("want an HPA and a Fleet, got %+v", in)
			}
		})
	}
}

func TestLinesOfManifests(t *testing.T) {
	t.Parallel()
	for name, newline := range map[string]string{"Unix": "\n", "Windows": "\r\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := "---\n\n" + fleetText + "---\n# that with the error\n\n" + strings.Replace(hpaText, "maxReplicas: 5", "maxReplicas: 0", 1)
			path := folder(t, "all.yaml", map[string]string{"all.yaml": strings.ReplaceAll(text, "\n", newline)})
			_, err := Load(path)
			want := filepath.Join(filepath.Dir(path), "all.yaml") + ":12: HorizontalPodAutoscaler.autoscaling \"web\" is invalid: [spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`, spec.maxReplicas: Required value]"
			if err == nil {
				t.Fatal("it is admitted")
			}
			if diff := cmp.Diff(want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

// TestOffline: what a kustomization names is on this machine, or not read.
func TestOffline(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, kustomization, want string }{
		{"files", "resources: [hpa.yaml, fleet.yaml]\nconfigMapGenerator: [{name: a, files: [key=hpa.yaml]}]\n", ""},
		{"a patch in place", "resources: [hpa.yaml, fleet.yaml]\npatches:\n- patch: |-\n    - {op: replace, path: /spec/maxReplicas, value: 8}\n  target: {kind: HorizontalPodAutoscaler}\n", ""},
		{"an address in an annotation", "resources: [hpa.yaml, fleet.yaml]\ncommonAnnotations: {docs: \"https://example.com\"}\n", ""},
		{"a file of another host", "resources: [\"https://127.0.0.1:1/hpa.yaml\"]\n", "https://127.0.0.1:1/hpa.yaml"},
		{"a repository", "resources: [github.com/example/deploy]\n", "github.com/example/deploy"},
		{"a repository over SSH", "resources: [\"git@127.0.0.1:example/deploy\"]\n", "git@127.0.0.1:example/deploy"},
		{"a component", "resources: [hpa.yaml]\ncomponents: [\"https://127.0.0.1:1/deploy\"]\n", "https://127.0.0.1:1/deploy"},
		{"a patch", "resources: [hpa.yaml]\npatches: [{path: \"https://127.0.0.1:1/patch.yaml\"}]\n", "https://127.0.0.1:1/patch.yaml"},
		{"an old base", "bases: [\"https://127.0.0.1:1/deploy\"]\n", "https://127.0.0.1:1/deploy"},
		{"a schema", "resources: [hpa.yaml]\nopenapi: {path: \"https://127.0.0.1:1/schema.json\"}\n", "https://127.0.0.1:1/schema.json"},
		{"a config map", "resources: [hpa.yaml]\nconfigMapGenerator: [{name: a, files: [\"key=https://127.0.0.1:1/a\"]}]\n", "https://127.0.0.1:1/a"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			path := folder(t, "over", map[string]string{
				"over/kustomization.yaml": "resources: [../deploy]\n",
				"deploy/hpa.yaml":         hpaText, "deploy/fleet.yaml": fleetText, "deploy/kustomization.yaml": row.kustomization,
			})
			_, err := Load(path)
			if row.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), "it names "+row.want+", which is not on this machine") {
				t.Errorf("want %s to be refused, got %v", row.want, err)
			}
		})
	}
}
