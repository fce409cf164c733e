// Command play plays HPAs with the HPA controller of Kubernetes, in a time of its own: `lab play` compiles and runs it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"example.com/metrics-lab/play/command"
)

// main is a test of package testing, in an ordinary program: testing/synctest, whose time the controller lives in, wants one.
func main() {
	args := os.Args[1:]
	os.Args = []string{os.Args[0], "-test.timeout=0"}
	testing.Main(func(string, string) (bool, error) { return true, nil },
		[]testing.InternalTest{{Name: "play", F: func(t *testing.T) { os.Exit(run(t, args)) }}}, nil, nil)
}

// run returns the exit code. The first interrupt has it report what was played until then, the second ends it.
func run(t *testing.T, args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop)
	return command.Run(ctx, t, args, os.Stdout, os.Stderr)
}
