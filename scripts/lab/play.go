package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/build/player"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/lifecycle"
)

// exitError is how a command ends that has said all there is to say.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// newPlay runs the engine's own program, which knows the flags.
func newPlay(show *console.Console) *cobra.Command {
	return &cobra.Command{
		Use:                "play [HPA...] SCENARIO...",
		Short:              "See what an HPA will do: the HPA controller of Kubernetes plays scenarios in a time of its own",
		DisableFlagParsing: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := engineRoot()
			if err != nil {
				return err
			}
			program, err := player.Ensure(cmd.Context(), root, show.NewBuild("the engine of plays"))
			if err != nil {
				return err
			}
			return play(cmd.Context(), program, args)
		},
	}
}

// engineRoot is the checkout that the engine is compiled from. HPAs are in other repositories, so it is that of this program
// wherever one is; a program that was put elsewhere takes the checkout that one is in.
func engineRoot() (string, error) {
	if program, err := os.Executable(); err == nil {
		if root, err := lifecycle.FindRootOf(filepath.Dir(program)); err == nil {
			return root, nil
		}
	}
	return lifecycle.FindRoot()
}

// play waits for the program: after an interrupt, which a terminal gives to both, it says what there is.
func play(ctx context.Context, program string, args []string) error {
	cmd := exec.CommandContext(context.WithoutCancel(ctx), program, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the engine of plays: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Signal(syscall.SIGINT) }) // it may have ended
	defer stop()
	err := cmd.Wait()
	var failed *exec.ExitError
	if errors.As(err, &failed) && failed.Exited() {
		return exitError(failed.ExitCode())
	}
	return err
}
