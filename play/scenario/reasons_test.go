package scenario

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// reasonsIn are where the controller writes a reason. That of what a metric lacks is both in a condition and in an event.
var (
	conditionIn = regexp.MustCompile(`setCondition\(hpa, [^,]+, [^,]+, "(\w+)"|(?:reason|possibleLimitingReason|possibleLimitingCondition) = "(\w+)"|return \w+(?:\.\w+)?, "(\w+)", "`)
	eventIn     = regexp.MustCompile(`eventRecorder\.Eventf?\(hpa, v1\.\w+, "(\w+)"`)
	failureIn   = regexp.MustCompile(`getUnableComputeReplicaCountCondition\(hpa, "(\w+)"`)
)

// TestReasons: they are those of the controller's source, all of them and no others.
func TestReasons(t *testing.T) {
	t.Parallel()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/kubernetes").Output()
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "pkg/controller/podautoscaler/horizontal.go"))
	if err != nil {
		t.Fatal(err)
	}
	find := func(expressions ...*regexp.Regexp) (all []string) {
		for _, expression := range expressions {
			for _, match := range expression.FindAllStringSubmatch(string(source), -1) {
				all = append(all, strings.Join(match[1:], ""))
			}
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	for _, row := range []struct {
		name       string
		want, have []string
	}{
		{"conditions", find(conditionIn, failureIn), conditionReasons()},
		{"events", find(eventIn, failureIn), eventReasons()},
	} {
		if !slices.Equal(row.want, row.have) {
			t.Errorf("%s: the controller has\n%q, and this package knows\n%q", row.name, row.want, row.have)
		}
	}
}
