package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const givenHPA = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: NAME}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: TARGET}
  maxReplicas: MAX
  metrics: [{type: Pods, pods: {metric: {name: requests}, target: {type: AverageValue, averageValue: "10"}}}]
`

// TestGiven: an HPA that is given takes the place of the one with its name or its target, and the last one wins.
func TestGiven(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	hpa := func(file, name, target, most string) string {
		return write(file, strings.NewReplacer("NAME", name, "TARGET", target, "MAX", most).Replace(givenHPA))
	}
	hpa("own.yaml", "web", "web", "3")
	const tests = "tests:\n- name: a test\n  duration: 1m\n  workloads: [{target: Deployment/web}]\n  metrics: [{metric: requests, objects: {resource: pods}, value: 1}]\n"
	with, without := write("with.yaml", "manifests: [own.yaml]\n"+tests), write("without.yaml", tests)
	named, targeted := hpa("named.yaml", "web", "web", "5"), hpa("targeted.yaml", "other", "web", "7")
	for _, row := range []struct {
		name, scenario string
		given          []string
		want           int32
	}{
		{"none", with, nil, 3},
		{"the same name", with, []string{named}, 5},
		{"the same target", with, []string{targeted}, 7},
		{"the last one", with, []string{targeted, named}, 5},
		{"no manifests of its own", without, []string{named}, 5},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			file, err := Load(row.scenario, row.given...)
			if err != nil {
				t.Fatal(err)
			}
			hpas := file.Tests[0].Input.HPAs
			if len(hpas) != 1 || hpas[0].Spec.MaxReplicas != row.want {
				t.Errorf("want one HPA with maxReplicas %d, got %v", row.want, hpas)
			}
		})
	}
	if _, err := Load(without); err == nil || !strings.Contains(err.Error(), "without.yaml:1: the file has no manifests: write manifests: [../deploy/hpa.yaml]") {
		t.Errorf("without manifests: got %v", err)
	}
	if _, err := Load(with, write("empty.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")); err == nil || !strings.Contains(err.Error(), "empty.yaml: it has neither tests nor a HorizontalPodAutoscaler") {
		t.Errorf("a manifest without an HPA: got %v", err)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	scenario, manifest := filepath.Join(dir, "a.yaml"), filepath.Join(dir, "b.yaml")
	for file, text := range map[string]string{scenario: "manifests: [b.yaml]\ntests: []\n", manifest: "kind: HorizontalPodAutoscaler\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	missing := filepath.Join(dir, "missing")
	scenarios, manifests, err := Split([]string{manifest, dir, scenario, missing})
	if got := strings.Join(scenarios, " ") + " | " + strings.Join(manifests, " "); err != nil || got != dir+" "+scenario+" "+missing+" | "+manifest {
		t.Errorf("got %s, %v", got, err)
	}
}
