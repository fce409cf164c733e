// Command lab makes, shows and removes local labs for Kubernetes autoscaling
// on custom and external metrics.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/lifecycle"
)

func main() {
	process.Keep()
	outliveReaders()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, func() {
		// A second Ctrl-C ends at once; the next up or down cleans up. But some
		// programs send a signal twice, to the process and to its group.
		time.AfterFunc(time.Second, stop)
	})
	// What the API server warns of is mostly a state between two that the lab goes
	// through, such as a pod of live development in a namespace that allows it no more.
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	show := console.New(os.Stderr)
	err := newCommand(show).ExecuteContext(ctx)
	var code exitError
	switch {
	case errors.As(err, &code):
		os.Exit(int(code))
	case errors.Is(err, errLabIsUp):
		show.Interrupt()
		show.Say("%v", err)
		os.Exit(130)
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		show.Interrupt()
		show.Say("interrupted: nothing half-made was left; type the same command to go on")
		os.Exit(130)
	case unread(err):
		os.Exit(128 + int(syscall.SIGPIPE)) // as if it had been ended by that
	case err != nil:
		show.Failed()
		show.Say("error: %v", err)
		os.Exit(1)
	}
}

func newCommand(show *console.Console) *cobra.Command {
	root := &cobra.Command{
		Use:           "lab",
		Short:         "A local lab for Kubernetes autoscaling on custom and external metrics",
		SilenceErrors: true, // main shows them
		SilenceUsage:  true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%s (see `bin/%s --help`)", oneLine(err.Error()), cmd.CommandPath())
	})
	name := root.PersistentFlags().String("name", lifecycle.DefaultName, "name of the lab; labs of different names run side by side")
	root.AddCommand(newUp(name, show), newDown(name, show), newStatus(name), newSet(name), newUnset(name), newDev(name, show), newRenew(name, show), newCheck(name),
		newPlay(show), newPrograms(show), newNodeImage(show), newDoctor(name, show), newRename())
	for _, cmd := range root.Commands() {
		explainArguments(cmd)
	}
	return root
}

// oneLine leaves out what would break a line: an error has what was typed in it.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

// explainArguments has a command that got too many arguments, or too few, say which
// ones it takes.
func explainArguments(cmd *cobra.Command) {
	for _, below := range cmd.Commands() {
		explainArguments(below)
	}
	accept := cmd.Args
	if accept == nil {
		return
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if err := accept(cmd, args); err != nil {
			return fmt.Errorf("%w: the command is `bin/%s`", err, cmd.UseLine())
		}
		return nil
	}
}
