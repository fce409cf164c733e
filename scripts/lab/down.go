package main

import (
	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/lifecycle"
)

func newDown(name *string, show *console.Console) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "down",
		Short: "Stop a lab and remove everything of it but the compiled programs",
		Long: "Stop a lab and remove everything of it but the compiled programs.\n" +
			"It refuses if another adapter serves a metrics API in the lab's cluster, which somebody has installed there.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			remove := lifecycle.Down
			if force {
				remove = lifecycle.Remove
			}
			existed, err := remove(cmd.Context(), *name, show)
			if err != nil {
				return err
			}
			if existed {
				show.Say("Lab %s: stopped and removed", *name)
			} else {
				show.Say("Lab %s: there is none", *name)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "remove the lab with another adapter that is in its cluster")
	return cmd
}
