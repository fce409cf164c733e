// Command ceiling is an adapter that answers at once what it has ready: what custom-metrics-apiserver itself needs for an
// answer is all that it does. No adapter on that library can be faster from inside it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/pflag"
	"k8s.io/component-base/metrics/legacyregistry"
	"sigs.k8s.io/custom-metrics-apiserver/pkg/apiserver/metrics"
	basecmd "sigs.k8s.io/custom-metrics-apiserver/pkg/cmd"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "ceiling:", err)
		os.Exit(1) //nolint:gocritic // stop has nothing to do any more
	}
}

func run(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("ceiling", pflag.ContinueOnError)
	base := &basecmd.AdapterBase{Name: "ceiling", FlagSet: flags}
	base.InstallFlags()
	discovered := flags.Int("discovered", 3, "how many metrics are discovered")
	if err := flags.Parse(args); err != nil {
		return err
	}
	answers := newAnswers(*discovered)
	base.WithCustomMetrics(answers)
	base.WithExternalMetrics(answers)
	if err := metrics.RegisterMetrics(legacyregistry.Register); err != nil {
		return err
	}
	return base.Run(ctx)
}
