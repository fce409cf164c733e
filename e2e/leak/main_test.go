// Package leak ends runs of the end-to-end tests in every way that a run can
// end, and sees that nothing is left of them: no process, container, network or
// volume, no entry of a kubeconfig, no file but those that explain a failure.
//
// The runs are real: the suite is compiled once and started in its folder, as
// `go test` does. Several may be ended at once, beside labs and runs of others.
package leak

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	e2ecluster "example.com/metrics-lab/e2e/cluster"
	"example.com/metrics-lab/lab/lifecycle"
)

var (
	// kind of the clusters that the runs make.
	cluster = flag.String("cluster", lifecycle.Embedded, "kind of cluster: embedded or kind")
	// suite is the compiled suite, and root the checkout that it is of.
	suite, root string
	// goEnv has Go find its caches also where HOME is another one.
	goEnv []string
)

func TestMain(m *testing.M) {
	e2ecluster.Guard()
	flag.Parse()
	hangUp()
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		code = 1
	}
	os.Exit(code)
}

// hangUp lets the runs be ended by SIGHUP, also where nohup has started the tests:
// what a process ignores, its children ignore, but not what it receives.
func hangUp() {
	if signal.Ignored(syscall.SIGHUP) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
}

func run(m *testing.M) (code int, err error) {
	if *cluster != lifecycle.Embedded && *cluster != lifecycle.Kind {
		return 1, fmt.Errorf("-cluster=%s is not known: use embedded or kind", *cluster)
	}
	if root, err = lifecycle.FindRoot(); err != nil {
		return 1, err
	}
	dir, err := os.MkdirTemp("", "leak")
	if err != nil {
		return 1, fmt.Errorf("make a folder for the suite: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	suite = filepath.Join(dir, "e2e.test")
	if _, err := goCommand("test", "-c", "-o", suite, "./e2e"); err != nil {
		return 1, err
	}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH"} {
		value, err := goCommand("env", name)
		if err != nil {
			return 1, err
		}
		goEnv = append(goEnv, name+"="+value)
	}
	return m.Run(), nil
}

func goCommand(args ...string) (output string, err error) {
	cmd := exec.CommandContext(context.Background(), "go", args...)
	cmd.Dir = root
	said, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, said)
	}
	return strings.TrimSpace(string(said)), nil
}

// only skips a test that is about another kind of cluster.
func only(t *testing.T, kind string) {
	t.Helper()
	if *cluster != kind {
		t.Skipf("it is about the %s cluster", kind)
	}
}
