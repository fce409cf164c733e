package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/build/nodeimage"
	"example.com/metrics-lab/lab/build/nodeimage/bundle"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/lifecycle"
)

func newNodeImage(show *console.Console) *cobra.Command {
	var options nodeimage.Options
	var save, load string
	cmd := &cobra.Command{
		Use:   "node-image",
		Short: "Build the image of kind's nodes from source, or carry it to another machine",
		Long: `Build the image of kind's nodes from source, for machines that reach no container
registry, and print its name. lab up finds it by itself.

With --save also write a bundle: the image, the adapter's image and the compiled
programs of an embedded cluster, in one file. On a machine without a network,
--load puts what is in it in place; where there is no Docker, the programs only.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := lifecycle.FindRoot()
			if err != nil {
				return err
			}
			if load != "" {
				return bundle.Load(cmd.Context(), root, load, show)
			}
			options.Root = root
			name, err := nodeimage.Ensure(cmd.Context(), options, show)
			if err != nil {
				return err
			}
			fmt.Println(name)
			if save != "" {
				return bundle.Save(cmd.Context(), root, name, save, show)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&options.Mirror, "mirror", "", "URL of a mirror of Debian's packages (default: debootstrap's)")
	cmd.Flags().StringVar(&save, "save", "", "file to write a bundle for a machine without a network to")
	cmd.Flags().StringVar(&load, "load", "", "file of such a bundle to put in place; nothing is built")
	cmd.MarkFlagsMutuallyExclusive("save", "load")
	return cmd
}
