package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

func newSet(name *string) *cobra.Command {
	var flags targetFlags
	var allowNegative bool
	cmd := &cobra.Command{
		Use:   "set {OBJECT | --external} METRIC VALUE",
		Short: "Give a metric of one object, or an external metric, a value",
		Long: `Give a metric of one object, or an external metric, a value. It stays until it is
set anew or unset. It is kept in the cluster, as a SimulatedMetric or, for objects
that are in no namespace, a ClusterSimulatedMetric; curves, faults and values of
many objects are for kubectl to declare.

OBJECT is RESOURCE/NAME as kubectl takes it: pods/web-1, deploy/web. It need not
exist yet. VALUE is a number, with a suffix if you like: 40, 10500m, 1.5k.`,
		Example: `  lab set pods/web-1 http_requests 40 -n shop
  lab set deployments/web rps 10500m --labels verb=GET
  lab set nodes/a temperature -3
  lab set --external queue_depth 40 --labels queue=orders`,
		DisableFlagParsing: true, // it is done below, around a negative value
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := cmd.Flags().Parse(negativeLast(args)); err != nil {
				return cmd.FlagErrorFunc()(cmd, err)
			}
			if help, _ := cmd.Flags().GetBool("help"); help {
				return cmd.Help()
			}
			return set(cmd, *name, &flags, allowNegative)
		},
	}
	flags.add(cmd, "labels of the sample, KEY=VALUE,...; the series of an external metric are told apart by theirs")
	cmd.Flags().BoolVar(&allowNegative, "allow-negative", false, "let an external metric be negative, which an HPA takes for an overflow: it goes to maxReplicas")
	return cmd
}

func set(cmd *cobra.Command, name string, flags *targetFlags, allowNegative bool) error {
	target, text, err := flags.arguments(cmd).ForSet()
	if err != nil {
		return err
	}
	target.AllowNegative = allowNegative
	value, err := v1alpha1.ParseValue(text)
	if err != nil {
		return err
	}
	metrics, err := metricsOf(name)
	if err != nil {
		return err
	}
	result, err := metrics.Set(cmd.Context(), target, value)
	if err != nil {
		return err
	}
	fmt.Println(result.Done)
	if result.Note != "" {
		fmt.Fprintln(os.Stderr, "note:", result.Note)
	}
	return nil
}

// negativeLast moves a negative number to the end, behind two dashes: elsewhere it
// would be read as a flag.
func negativeLast(args []string) []string {
	i := slices.IndexFunc(args, regexp.MustCompile(`^-[0-9.]`).MatchString)
	if i < 0 || slices.Contains(args[:i], "--") {
		return args
	}
	return slices.Concat(args[:i], args[i+1:], []string{"--", args[i]})
}
