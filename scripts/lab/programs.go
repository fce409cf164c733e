package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/build/programs"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/lifecycle"
)

func newPrograms(show *console.Console) *cobra.Command {
	return &cobra.Command{
		Use:   "programs",
		Short: "Compile the control plane if need be, and print the folder of its programs",
		Long: `Compile the control plane if need be, and print the folder of its programs.
kubectl is one of them: export PATH="$(lab programs):$PATH"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := lifecycle.FindRoot()
			if err != nil {
				return err
			}
			set, err := programs.Ensure(cmd.Context(), root, programs.Embedded(), show.NewBuild("the control plane"))
			if err != nil {
				return err
			}
			fmt.Println(set.Dir)
			return nil
		},
	}
}
