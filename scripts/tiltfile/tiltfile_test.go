package tiltfile

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	embedded = "kwok-metrics-lab"
	kind     = "kind-metrics-lab"
)

func mustEvaluate(t *testing.T, s session) []call {
	t.Helper()
	calls, err := evaluate(t, s)
	if err != nil {
		t.Fatal(err)
	}
	return calls
}

// TestGuard: nothing is done on another cluster, not even a command run.
func TestGuard(t *testing.T) {
	t.Parallel()
	for _, context := range []string{"", "minikube", "kind-metrics-lab-2", "kind-kind", "KIND-metrics-lab", "prod"} {
		calls, err := evaluate(t, session{context: context, subcommand: "up"})
		if err == nil || !strings.Contains(err.Error(), "make up CLUSTER=") {
			t.Errorf("%q: got %v, want that it is refused with the command that makes a lab", context, err)
		}
		for _, c := range calls {
			if c.function != "k8s_context" {
				t.Errorf("%q: %s was called", context, c.function)
			}
		}
	}
	for _, context := range []string{embedded, kind} {
		calls := mustEvaluate(t, session{context: context, subcommand: "up"})
		allowed := slices.ContainsFunc(calls, func(c call) bool {
			return c.function == "allow_k8s_contexts" && cmp.Equal(c.args, []any{context})
		})
		if !allowed {
			t.Errorf("%q: it is not allowed", context)
		}
	}
}

// TestResources: what there is, in what order, and what it runs.
func TestResources(t *testing.T) {
	t.Parallel()
	type resource struct{ Label, After, Runs string }
	both := map[string]resource{
		"status": {"cluster", "adapter", "bin/lab status --wait=1m"},
		"unit":   {"tests", "", "nice -n 19 go test ./adapter/..."},
	}
	for _, row := range []struct {
		context string
		want    map[string]resource
	}{
		{embedded, map[string]resource{
			"adapter": {"adapter", "", "bin/lab dev build; bin/lab dev run"},
			"demo":    {"demo", "adapter", "/programs/kubectl --context kwok-metrics-lab -n demo get hpa,deployment,simulatedmetrics"},
			"e2e":     {"tests", "unit status", "make e2e CLUSTER=embedded"},
		}},
		{kind, map[string]resource{
			"compile": {"adapter", "", "bin/lab dev build"},
			"adapter": {"adapter", "compile", "bin/lab dev deploy"},
			"demo":    {"demo", "adapter", "kubectl --context kind-metrics-lab -n demo get hpa,deployment,simulatedmetrics"},
			"e2e":     {"tests", "unit status", "make e2e CLUSTER=kind"},
		}},
	} {
		t.Run(row.context, func(t *testing.T) {
			t.Parallel()
			maps.Copy(row.want, both)
			got := map[string]resource{}
			for name, r := range resources(mustEvaluate(t, session{context: row.context, subcommand: "up"})) {
				runs := slices.DeleteFunc([]string{words(r["cmd"]), words(r["apply_cmd"]), words(r["serve_cmd"])}, func(s string) bool { return s == "" })
				got[name] = resource{words(r["labels"]), words(r["resource_deps"]), strings.Join(runs, "; ")}
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("resources (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhenTestsRun: unit tests at each save, end-to-end tests when they are asked
// for, both under tilt ci.
func TestWhenTestsRun(t *testing.T) {
	t.Parallel()
	for subcommand, want := range map[string]bool{"up": false, "ci": true} {
		all := resources(mustEvaluate(t, session{context: embedded, subcommand: subcommand}))
		if all["e2e"]["auto_init"] != want || all["e2e"]["trigger_mode"] != "manual" {
			t.Errorf("tilt %s: e2e is %v", subcommand, all["e2e"])
		}
		if len(all["unit"]["deps"].([]any)) == 0 || all["unit"]["auto_init"] != nil || all["unit"]["trigger_mode"] != nil {
			t.Errorf("tilt %s: unit is %v", subcommand, all["unit"])
		}
	}
}

func TestDebug(t *testing.T) {
	t.Parallel()
	all := resources(mustEvaluate(t, session{context: embedded, subcommand: "up", debug: true}))["adapter"]
	if words(all["cmd"]) != "bin/lab dev --debug build" || words(all["serve_cmd"]) != "bin/lab dev --debug run" || all["readiness_probe"] != "None" {
		t.Errorf("embedded: %v", all)
	}
	all = resources(mustEvaluate(t, session{context: kind, subcommand: "up", debug: true}))["adapter"]
	if words(all["apply_cmd"]) != "bin/lab dev --debug deploy" || words(all["port_forwards"]) != "2345:2345" {
		t.Errorf("kind: %v", all)
	}
}

// TestButtons: each is on the page of a resource, and starts its own command.
func TestButtons(t *testing.T) {
	t.Parallel()
	calls := mustEvaluate(t, session{context: kind, subcommand: "up"})
	known := resources(calls)
	on, does := map[string]string{}, map[string]string{}
	for _, c := range calls {
		switch c.function {
		case "v1alpha1.ui_button":
			resource, _ := c.named["location"].(map[string]any)["component_id"].(string)
			if known[resource] == nil {
				t.Errorf("button %v is on %q, which there is not", c.named["name"], resource)
			}
			on[c.named["name"].(string)] = resource
		case "v1alpha1.cmd":
			does[words(c.named["start_on"].(map[string]any)["ui_buttons"])] = words(c.named["args"])
		}
	}
	if diff := cmp.Diff(map[string]string{"load-low": "demo", "load-high": "demo", "load-none": "demo", "renew": "adapter", "features": "e2e"}, on); diff != "" {
		t.Errorf("buttons (-want +got):\n%s", diff)
	}
	for name := range on {
		if does[name] == "" {
			t.Errorf("button %s does nothing", name)
		}
	}
}

// TestWhatIsNamedIsThere: folders and files exist, and so do the targets of make
// and the commands of lab.
func TestWhatIsNamedIsThere(t *testing.T) {
	t.Parallel()
	lab := filepath.Join(t.TempDir(), "lab")
	build := exec.Command("go", "build", "-o", lab, "./scripts/lab")
	build.Dir = root
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	for _, context := range []string{embedded, kind} {
		for _, s := range []session{{context: context, subcommand: "up"}, {context: context, subcommand: "ci", debug: true}} {
			for _, c := range mustEvaluate(t, s) {
				for _, list := range []string{"cmd", "serve_cmd", "apply_cmd", "delete_cmd", "args"} {
					checkCommand(t, lab, strings.Fields(words(c.named[list])))
				}
				for _, path := range strings.Fields(words(c.named["deps"])) {
					checkPath(t, path)
				}
			}
		}
	}
	checkCommand(t, lab, []string{"make", "bin/lab"})
}

func checkCommand(t *testing.T, lab string, command []string) {
	t.Helper()
	if len(command) == 0 {
		return
	}
	switch filepath.Base(command[0]) {
	case "lab":
		if output, err := exec.Command(lab, append(command[1:], "--help")...).CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", command, err, output)
		} else if subcommand := lastWord(command); !strings.Contains(string(output), subcommand+" [flags]") {
			t.Errorf("%v is not a command:\n%s", command, output)
		}
	case "make":
		dry := exec.Command("make", append([]string{"--dry-run"}, command[1:]...)...)
		dry.Dir = root
		if output, err := dry.CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", command, err, output)
		}
	case "nice": // nice -n 19 go test ./adapter/...
		checkPath(t, strings.TrimSuffix(command[len(command)-1], "/..."))
	case "kubectl":
		if file := command[len(command)-1]; strings.HasSuffix(file, ".yaml") {
			checkPath(t, file)
		}
	default:
		t.Errorf("%v is not known here: say how to check it", command)
	}
}

// lastWord is the last that is not a flag.
func lastWord(command []string) string {
	words := slices.DeleteFunc(slices.Clone(command), func(s string) bool { return strings.HasPrefix(s, "-") })
	return words[len(words)-1]
}

func checkPath(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(root, path)); err != nil {
		t.Error(err)
	}
}
