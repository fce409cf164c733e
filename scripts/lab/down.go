package main

import (
	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/lifecycle"
)

func newDown(name *string, show *console.Console) *cobra.Command {
	return &cobra.Command{
		Use:   "down",
		Short: "Stop a lab and remove everything of it but the compiled programs",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			existed, err := lifecycle.Down(cmd.Context(), *name, show)
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
}
