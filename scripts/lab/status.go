package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/scripts/lab/lab"
)

func newStatus(name *string) *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Show what of a lab runs, where its logs are, and what is wrong",
		Long:  "Show what of a lab runs, where its logs are, and what is wrong.\nThe exit code is 1 when something is, or when there is no such lab.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			status, err := lab.Look(cmd.Context(), *name)
			if err != nil {
				return err
			}
			print(os.Stdout, *name, status)
			if n := len(status.Problems); n > 0 {
				return fmt.Errorf("%d problem(s)", n)
			}
			return nil
		},
	}
}

func print(out io.Writer, name string, status *lab.Status) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(out, "Lab %s on the %s cluster, context %s\n", name, status.Cluster, status.Context)
	for _, part := range status.Components {
		_, _ = fmt.Fprintf(table, "  %s\t%s\t%s\n", part.Name, cmp.Or(part.Runs, "does not run"), part.Log)
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
