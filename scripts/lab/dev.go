package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/lifecycle"
)

// newDev are the parts of live development. The Tiltfile puts them together.
func newDev(name *string, show *console.Console) *cobra.Command {
	var debug bool
	dev := &cobra.Command{
		Use:   "dev",
		Short: "The parts of live development, which the Tiltfile puts together",
		Args:  cobra.NoArgs,
	}
	dev.PersistentFlags().BoolVar(&debug, "debug", false, "compile the adapter for delve, and run it under it")
	part := func(use, short string, do func(context.Context, *lifecycle.Development) error) {
		dev.AddCommand(&cobra.Command{Use: use, Short: short, Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := lifecycle.FindRoot()
			if err != nil {
				return err
			}
			d, err := lifecycle.Develop(*name, root, debug, show)
			if err != nil {
				return err
			}
			return do(cmd.Context(), d)
		}})
	}
	part("build", "Compile the adapter to where it is started from; on kind it replaces the one in the pod", func(ctx context.Context, d *lifecycle.Development) error {
		return d.Build(ctx, show)
	})
	part("run", "Embedded: run the adapter here, in place of the lab's, until interrupted", func(ctx context.Context, d *lifecycle.Development) error {
		return d.Run(ctx, show)
	})
	part("deploy", "kind: have the adapter's pod run what lab dev build makes, and print its Deployment", func(ctx context.Context, d *lifecycle.Development) error {
		return d.Deploy(ctx, show, os.Stdout)
	})
	return dev
}

func newRenew(name *string, show *console.Console) *cobra.Command {
	return &cobra.Command{
		Use:   "renew",
		Short: "Give the adapter a new serving certificate of the same authority",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := lifecycle.FindRoot()
			if err != nil {
				return err
			}
			d, err := lifecycle.Develop(*name, root, false, show)
			if err != nil {
				return err
			}
			if err := d.Renew(cmd.Context(), show); err != nil {
				return err
			}
			_, err = fmt.Println("the adapter has a new certificate, of the same authority")
			return err
		},
	}
}
