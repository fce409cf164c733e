package main

import (
	"strings"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/metric"
)

// targetFlags say, beside the arguments, whose value is meant.
type targetFlags struct {
	namespace string
	labels    []string
	external  bool
}

func (f *targetFlags) add(cmd *cobra.Command, labels string) {
	cmd.Flags().StringVarP(&f.namespace, "namespace", "n", "default", "namespace of the object, or of the external metric")
	cmd.Flags().BoolVar(&f.external, "external", false, "the metric describes no object: leave OBJECT out")
	cmd.Flags().StringArrayVar(&f.labels, "labels", nil, labels+" (may be repeated)")
}

// arguments are what the user typed.
func (f *targetFlags) arguments(cmd *cobra.Command) metric.Arguments {
	a := metric.Arguments{Words: cmd.Flags().Args(), External: f.external}
	if cmd.Flags().Changed("namespace") {
		a.Namespace = &f.namespace
	}
	if cmd.Flags().Changed("labels") {
		a.Labels = new(strings.Join(f.labels, ","))
	}
	return a
}

func metricsOf(name string) (*metric.Client, error) {
	l, err := lifecycle.Open(name)
	if err != nil {
		return nil, err
	}
	return metric.NewClient(l.Name, l.Context, l.Clients), nil
}
