package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"example.com/metrics-lab/lab/artifacts"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/guard"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/lifecycle"
)

const (
	// guardVariable makes the test program the guard of the lab it names, and
	// artifactsVariable says where the artifacts go.
	guardVariable     = "METRICS_LAB_E2E_GUARD"
	artifactsVariable = "METRICS_LAB_E2E_ARTIFACTS"
	guardTimeout      = 3 * time.Minute
	// passed is what is sent to a guard when there is nothing to explain.
	passed = "passed"
)

// Guard has to be the first thing that TestMain calls. In the guard process,
// which is the test program itself, it does the guard's work and exits: it
// removes the lab when this process has ended, whatever ended it. There is no
// other way in which a lab is removed, so this one is always tried. Before that
// it collects the artifacts, unless it received that all tests have passed.
//
// It may also be the keeper of a lab's programs, which it starts.
func Guard() {
	process.Keep()
	if name, guarding := os.LookupEnv(guardVariable); guarding {
		os.Exit(guardLab(name, os.Getenv(artifactsVariable)))
	}
}

// startGuard starts the guard of the lab. The log is that of beginLog.
func startGuard(log *os.File, artifacts, name string) (*guard.Guard, error) {
	return guard.Start(log, append(os.Environ(), guardVariable+"="+name, artifactsVariable+"="+artifacts))
}

// endGuard tells the guard how the tests went, and waits until it has removed the
// lab.
func endGuard(g *guard.Guard, well bool) error {
	if well {
		if err := g.Send(passed); err != nil {
			return err
		}
	}
	return g.End()
}

// guardLab is the guard's side. It returns the exit code.
func guardLab(name, dir string) int {
	received := guard.Wait()
	files, err := filesOf(name, dir)
	ctx, cancel := context.WithTimeout(context.Background(), guardTimeout)
	defer cancel()
	if err == nil && received != passed {
		err = artifacts.Collect(ctx, name, files.journal, files.artifacts)
	}
	_, removeErr := lifecycle.Remove(ctx, name, console.New(os.Stderr))
	if err := errors.Join(err, removeErr); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		return 1
	}
	files.remove()
	return 0
}
