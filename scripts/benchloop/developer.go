package main

import (
	"context"
	"fmt"
	"os/exec"
	"syscall"
	"time"

	"example.com/metrics-lab/lab/lifecycle"
)

// program is the lab command; `make bench-loop` builds it.
const program = "bin/lab"

// developer has the adapter replaced when its code has changed.
type developer interface {
	// replace may return before the new adapter answers.
	replace(ctx context.Context) error
	end()
}

// byTilt leaves it to tilt up.
type byTilt struct{}

func (byTilt) replace(context.Context) error { return nil }
func (byTilt) end()                          {}

// byHand runs the commands that the Tiltfile names.
type byHand struct {
	cluster string
	running *exec.Cmd // embedded: the adapter; kind: the pod, once it is deployed
}

func newByHand(cluster string) *byHand { return &byHand{cluster: cluster} }

func (b *byHand) replace(ctx context.Context) error {
	if err := command(ctx, "dev", "build"); err != nil {
		return err
	}
	if b.cluster == lifecycle.Kind {
		if b.running != nil { // the pod takes it up by itself
			return nil
		}
		b.running = &exec.Cmd{}
		return command(ctx, "dev", "deploy")
	}
	b.end()
	b.running = exec.Command(program, "dev", "run") //nolint:noctx // end ends it
	return b.running.Start()
}

// end stops the adapter, as Tilt does.
func (b *byHand) end() {
	if b.running == nil || b.running.Process == nil {
		return
	}
	_ = b.running.Process.Signal(syscall.SIGTERM) // it may have ended
	killer := time.AfterFunc(10*time.Second, func() { _ = b.running.Process.Kill() })
	_ = b.running.Wait()
	killer.Stop()
	b.running = nil
}

func command(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, program, args...)
	output, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %v: %w\n%s", program, args, err, output)
	}
	return nil
}
