package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newUnset(name *string) *cobra.Command {
	var flags targetFlags
	cmd := &cobra.Command{
		Use:   "unset {OBJECT | --external} METRIC",
		Short: "Remove a value that lab set has given",
		Long: `Remove a value that lab set has given: the metric has none then, which is not 0.
The exit code is 1 when it has not been set.`,
		Example: `  lab unset pods/web-1 http_requests -n shop
  lab unset --external queue_depth --labels queue=orders`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			target, err := flags.arguments(cmd).ForUnset()
			if err != nil {
				return err
			}
			metrics, err := metricsOf(*name)
			if err != nil {
				return err
			}
			result, err := metrics.Unset(cmd.Context(), target)
			if err != nil {
				return err
			}
			fmt.Println(result.Done)
			return nil
		},
	}
	flags.add(cmd, "labels of the series of an external metric, KEY=VALUE,...")
	return cmd
}
