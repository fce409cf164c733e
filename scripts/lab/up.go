package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/demo"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
)

// errLabIsUp is for a command that is interrupted when it only watches.
var errLabIsUp = errors.New("interrupted: the lab is up, and `make down` removes it")

func newUp(name *string, show *console.Console) *cobra.Command {
	var options lifecycle.Options
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Make a cluster with the adapter in it, and see an HPA scale the demo",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			options.Name = *name
			return up(cmd.Context(), options, show)
		},
	}
	cmd.Flags().StringVar(&options.Cluster, "cluster", lifecycle.Auto, "kind of cluster: embedded (processes of this machine), kind (Docker), or auto: kind where it can be")
	cmd.Flags().StringVar(&options.Image, "image", "", "node image of a kind cluster (default: one that lab node-image built, else kind's)")
	cmd.Flags().DurationVar(&options.HPASyncPeriod, "hpa-sync-period", lifecycle.DefaultHPASyncPeriod, "how often the HPA controller looks at each HPA; for a cluster that is made now")
	cmd.Flags().StringVar(&options.Kubeconfig, "kubeconfig", "", "file that gets the lab's context (default: as kubectl)")
	return cmd
}

func up(ctx context.Context, options lifecycle.Options, show *console.Console) error {
	if !slices.Contains([]string{lifecycle.Auto, lifecycle.Kind, lifecycle.Embedded}, options.Cluster) {
		return fmt.Errorf("--cluster %s is not known: use auto, kind or embedded", options.Cluster)
	}
	if options.HPASyncPeriod <= 0 {
		return fmt.Errorf("--hpa-sync-period %s does not fit: use a time above 0, such as 1s", options.HPASyncPeriod)
	}
	root, err := lifecycle.FindRoot()
	if err != nil {
		return err
	}
	options.Root = root
	show.Say("Lab %s", options.Name)
	made, err := lifecycle.Up(ctx, options, show)
	if err != nil {
		return err
	}
	if err := made.Remember(); err != nil {
		return err
	}
	return showDemo(ctx, options.Root, made, show)
}

// showDemo has the HPA scale the demo. The lab is up, unless another command removes it
// meanwhile.
func showDemo(ctx context.Context, root string, made *lifecycle.Lab, show *console.Console) error {
	done := show.Step("demo")
	watched, stop, err := made.WhileUp(ctx)
	if err != nil {
		return err
	}
	defer stop()
	before, after, err := demo.Run(watched, root, made.Clients)
	if err != nil {
		return demoFailed(ctx, made, err)
	}
	if before.Replicas == after.Replicas {
		done("the HPA has scaled it, to %d pods", after.Replicas)
	} else {
		done("the HPA scales")
	}
	printResult(made, before, after)
	return nil
}

// demoFailed says why there was no demo: most often since the lab is not there any more.
func demoFailed(ctx context.Context, made *lifecycle.Lab, err error) error {
	if ctx.Err() != nil {
		return errLabIsUp
	}
	if gone, goneErr := made.Gone(ctx); gone && goneErr == nil {
		return lifecycle.ErrGone
	}
	return fmt.Errorf("%w\nThe lab is up: `make status` shows it", err)
}

// printResult says what the cluster said, and what to type next.
func printResult(made *lifecycle.Lab, before, after demo.Seen) {
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
		fmt.Printf("  export PATH=\"$(bin/lab programs):$PATH\"  # for kubectl\n")
	}
	fmt.Printf("  kubectl --context %s -n demo get hpa web --watch\n", made.Context)
	fmt.Printf("  %s  # what runs, where the logs are, what is wrong\n", state.Make("status", made.Name))
	fmt.Printf("  %s    # stop it and remove it\n", state.Make("down", made.Name))
}
