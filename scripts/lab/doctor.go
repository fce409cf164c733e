package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/lifecycle"
)

func newDoctor(name *string, show *console.Console) *cobra.Command {
	var image string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say whether a kind cluster can be made here, and if not, why",
		Long: `Say whether a kind cluster can be made here, and if not, why: Docker has to
answer, a node image has to be there or to be pulled, and a privileged container
has to start. The embedded cluster needs nothing but Go.
The exit code is 1 when a kind cluster cannot be made.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := lifecycle.FindRoot()
			if err != nil {
				return err
			}
			found, err := lifecycle.KindImage(cmd.Context(), root, image, show)
			if err != nil {
				return fmt.Errorf("no kind cluster can be made here: %w", err)
			}
			fmt.Printf("A kind cluster can be made here, with the node image %s\n", found)
			if err := lifecycle.CheckKindName(cmd.Context(), *name); err != nil {
				fmt.Printf("But not the lab %s: %v\n", *name, err)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&image, "image", "", "node image (default: as for up)")
	return cmd
}
