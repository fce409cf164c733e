package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/cluster/component"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/kubeconfig"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
)

func newStatus(name *string) *cobra.Command {
	var patience time.Duration
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show what of a lab runs, where its logs are, and what is wrong",
		Long:  "Show what of a lab runs, where its logs are, and what is wrong.\nThe exit code is 1 when something is, or when there is no such lab.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			status, err := look(cmd.Context(), *name, patience)
			if err != nil {
				return err
			}
			advice, err := kubeconfig.Advice(status.Context)
			if err != nil {
				advice = err.Error()
			}
			print(console.Paint(os.Stdout), *name, advice, status)
			if n := len(status.Problems); n > 0 {
				return fmt.Errorf("%d problem(s): `%s` puts right what it can, and says what it cannot", n, state.Make("up", *name))
			}
			return nil
		},
	}
	cmd.Flags().DurationVar(&patience, "wait", 0, "wait until all is well, for so long at most")
	return cmd
}

// look returns what is seen when all is well or patience has ended.
func look(ctx context.Context, name string, patience time.Duration) (status *lifecycle.Status, err error) {
	_ = wait.For(ctx, "all to be well", patience, time.Second, func(context.Context) (bool, string, error) {
		status, err = lifecycle.Look(ctx, name)
		return err != nil || len(status.Problems) == 0, "", nil //nolint:nilerr // err is what look returns
	})
	return status, err
}

// print shows a status, and the advice if kubectl talks to something else: that is no
// fault of the lab's, but misleads.
func print(out io.Writer, name, advice string, status *lifecycle.Status) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if status.Cluster == "" { // it was killed before it was written down
		_, _ = fmt.Fprintf(out, "Lab %s\n", name)
	} else {
		_, _ = fmt.Fprintf(out, "Lab %s on the %s cluster, context %s\n", name, status.Cluster, status.Context)
	}
	if advice != "" {
		_, _ = fmt.Fprintf(out, "note: %s\n", advice)
	}
	below := status.Dir + string(filepath.Separator)
	if slices.ContainsFunc(status.Components, func(c component.Component) bool { return strings.HasPrefix(c.Log, below) }) {
		_, _ = fmt.Fprintf(out, "Logs are below %s:\n", state.Short(status.Dir))
	}
	for _, part := range status.Components {
		_, _ = fmt.Fprintf(table, "  %s\t%s\t%s\n", part.Name, cmp.Or(part.Runs, "does not run"), strings.TrimPrefix(part.Log, below))
	}
	_ = table.Flush()
	for _, line := range []struct{ what, is string }{
		{"API server", status.Server}, {"metrics APIs", status.APIs}, {"demo", status.Demo},
	} {
		if line.is != "" {
			_, _ = fmt.Fprintf(out, "%s: %s\n", line.what, line.is)
		}
	}
	for _, problem := range status.Problems {
		_, _ = fmt.Fprintf(out, "PROBLEM: %s\n", problem)
	}
	if len(status.Problems) == 0 {
		_, _ = fmt.Fprintln(out, "All is well.")
	}
}
