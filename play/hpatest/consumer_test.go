package hpatest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The module of somebody who tests HPAs of their own. Until the lab has an address of its own, they name a checkout.
const consumerModule = `module example.org/consumer

go 1.26.6

require example.com/metrics-lab/play v0.0.0

replace (
	example.com/metrics-lab => ROOT
	example.com/metrics-lab/play => ROOT/play
)
`

const consumerTest = `package consumer

import (
	"testing"

	"example.com/metrics-lab/play/hpatest"
)

func TestHPAs(t *testing.T) { hpatest.Scenarios(t, "ROOT/play/scenarios/flash-crowd") }
`

// TestConsumer: a module outside the checkout can use the package. A module that requires k8s.io/kubernetes often cannot be used,
// since that requires versions that are not there.
func TestConsumer(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": consumerModule, "hpa_test.go": consumerTest} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.ReplaceAll(text, "ROOT", root)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"mod", "tidy"}, {"vet", "./..."}, {"test", "./..."}} {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOWORK=off", "CGO_ENABLED=0")
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, output)
		}
	}
}
