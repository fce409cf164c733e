package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/workshop/check"
)

func newCheck(name *string) *cobra.Command {
	return &cobra.Command{
		Use:   "check LESSON",
		Short: "Tell whether you are where a lesson of the workshop ends, and what is missing",
		Long:  "Tell whether you are where a lesson of the workshop ends, and what is missing.\nLESSON is its number. The exit code is 1 when something is missing.",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			number, err := strconv.Atoi(args[0])
			if err != nil {
				return fmt.Errorf("%q is not the number of a lesson", args[0])
			}
			root, err := lifecycle.FindRoot()
			if err != nil {
				return err
			}
			l, err := check.NewLearner(*name, root)
			if err != nil {
				return err
			}
			return check.Run(cmd.Context(), l, number, os.Stdout)
		},
	}
}
