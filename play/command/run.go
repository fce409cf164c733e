// Package command is the program that plays scenarios: `lab play`.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/spf13/cobra"
)

// The exit codes.
const (
	passed = 0
	failed = 1 // an expectation was not met
	wrong  = 2 // what was asked for cannot be done: the input, or the place of a report
)

// errFailed says that an expectation was not met, which was printed.
var errFailed = errors.New("not as expected")

// Run plays what args ask for and returns the exit code. t is what testing/synctest wants. When ctx ends, what was played
// until then is reported.
func Run(ctx context.Context, t *testing.T, args []string, stdout, stderr io.Writer) int {
	cmd := newCommand(t, stdout) //nolint:contextcheck // cobra hands it on
	cmd.SetArgs(args)
	cmd.SetOut(stdout)
	cmd.SetErr(stderr)
	err := cmd.ExecuteContext(ctx)
	switch {
	case err == nil:
		return passed
	case errors.Is(err, errFailed):
		return failed
	}
	_, _ = fmt.Fprintf(stderr, "error: %v\n", err)
	return wrong
}

func newCommand(t *testing.T, stdout io.Writer) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "lab play [HPA...] SCENARIO...",
		Short: "See what an HPA will do",
		Long: `See what an HPA will do: the HPA controller of Kubernetes, unchanged, plays scenarios in a time of its own.

SCENARIO is a file that says which load comes and what is expected, or a folder: all scenario files below it are played.
HPA is a manifest. Its HPAs take the place of those that the scenarios name.

The exit code is 0, or 1 if something was not as expected, or 2 if the input or the place of a report is wrong.`,
		Example: `  lab play hpa.yaml crowd.yaml --html report.html   # the picture
  lab play hpa.yaml crowd.yaml --at 12m30s          # why
  lab play scenarios/ --junit junit.xml             # in CI`,
		Args:          cobra.MinimumNArgs(1),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return o.play(t, func() bool { return ctx.Err() != nil }, args, stdout)
		},
	}
	cmd.CompletionOptions.DisableDefaultCmd = true
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return fmt.Errorf("%w (see `lab play --help`)", err)
	})
	o.flags(cmd.Flags())
	return cmd
}
