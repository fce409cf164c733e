package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/scripts/lab/console"
	"example.com/metrics-lab/scripts/lab/demo"
	"example.com/metrics-lab/scripts/lab/lab"
)

// errLabIsUp is for a command that is interrupted when it only watches.
var errLabIsUp = errors.New("interrupted: the lab is up, and `bin/lab down` removes it")

func newUp(name *string) *cobra.Command {
	var options lab.Options
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Make a cluster with the adapter in it, and see an HPA scale the demo",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			options.Name = *name
			return up(cmd.Context(), options)
		},
	}
	cmd.Flags().StringVar(&options.Cluster, "cluster", lab.Auto, "kind of cluster: embedded (processes of this machine), kind (Docker), or auto: kind where it can be")
	cmd.Flags().StringVar(&options.Image, "image", "", "node image of a kind cluster (default: one that lab node-image built, else kind's)")
	cmd.Flags().DurationVar(&options.HPASyncPeriod, "hpa-sync-period", lab.DefaultHPASyncPeriod, "how often the HPA controller looks at each HPA; for a cluster that is made now")
	cmd.Flags().StringVar(&options.Kubeconfig, "kubeconfig", "", "file that gets the lab's context (default: as kubectl)")
	return cmd
}

func up(ctx context.Context, options lab.Options) error {
	if !slices.Contains([]string{lab.Auto, lab.Kind, lab.Embedded}, options.Cluster) {
		return fmt.Errorf("--cluster %s is not known: use auto, kind or embedded", options.Cluster)
	}
	if options.HPASyncPeriod <= 0 {
		return fmt.Errorf("--hpa-sync-period %s does not fit: use a time above 0, such as 1s", options.HPASyncPeriod)
	}
	root, err := lab.FindRoot()
	if err != nil {
		return err
	}
	options.Root = root
	show := console.New(os.Stderr)
	show.Say("Lab %s", options.Name)
	made, err := lab.Up(ctx, options, show)
	if err != nil {
		return err
	}
	if err := made.Remember(); err != nil {
		return err
	}
	done := show.Step("demo")
	before, after, err := demo.Run(ctx, options.Root, made.Config)
	if ctx.Err() != nil {
		return errLabIsUp
	}
	if err != nil {
		return fmt.Errorf("%w\nThe lab is up: `bin/lab status` shows it", err)
	}
	done("the HPA scales")
	printResult(made, before, after)
	return nil
}

// printResult says what the cluster said, and what to type next.
func printResult(made *lab.Lab, before, after demo.Seen) {
	if before.Replicas == after.Replicas {
		fmt.Printf("\nThe HPA demo/web had scaled already: %s\n", after)
	} else {
		fmt.Printf("\nThe HPA demo/web has scaled:\n")
		fmt.Printf("  %-8s%8s  %s per pod (target %s)\n", "", "replicas", demo.Metric, after.Target)
		fmt.Printf("  %-8s%8d  %s\n", "before", before.Replicas, before.Value)
		fmt.Printf("  %-8s%8d  %s\n", "after", after.Replicas, after.Value)
	}
	fmt.Println("\nNext:")
	if _, err := exec.LookPath("kubectl"); err != nil {
		fmt.Printf("  export PATH=\"$(bin/lab programs):$PATH\"  # kubectl, which this machine does not have\n")
	}
	fmt.Printf("  kubectl --context %s -n demo get hpa web --watch\n", made.Context)
	fmt.Printf("  kubectl --context %s get --raw '/apis/custom.metrics.k8s.io/v1beta2/namespaces/demo/pods/*/%s'\n", made.Context, demo.Metric)
	name := ""
	if made.Name != lab.DefaultName {
		name = " --name " + made.Name
	}
	fmt.Printf("  bin/lab status%s  # with where the logs are\n  bin/lab down%s\n", name, name)
}
