package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/scripts/lab/console"
	"example.com/metrics-lab/scripts/lab/lab"
	"example.com/metrics-lab/scripts/lab/nodeimage"
)

func newNodeImage() *cobra.Command {
	var options nodeimage.Options
	cmd := &cobra.Command{
		Use:   "node-image",
		Short: "Build the image of kind's nodes from source, where no registry has it",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := lab.FindRoot()
			if err != nil {
				return err
			}
			options.Root = root
			name, err := nodeimage.Ensure(cmd.Context(), options, console.New(os.Stderr))
			if err != nil {
				return err
			}
			fmt.Println(name)
			return nil
		},
	}
	cmd.Flags().StringVar(&options.Mirror, "mirror", nodeimage.DefaultMirror, "where Debian's packages come from")
	return cmd
}
