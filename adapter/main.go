// Command adapter is a custom metrics API server: it answers custom.metrics.k8s.io and external.metrics.k8s.io, by which
// a HorizontalPodAutoscaler scales on more than CPU and memory.
//
// The flags are those of custom-metrics-apiserver and klog, --shutdown-delay-duration, --msg, --sources and
// --resource-metrics. The process ends with status 0 after SIGTERM, SIGINT or --help, and with status 1 and one line on
// stderr if it cannot start or fails.
//
// At verbosity 0 (-v) the adapter logs what an operator has to act on, at 2 also what it watches. Higher ones are those
// of the libraries.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/pflag"
	"k8s.io/component-base/logs"
	"k8s.io/klog/v2"

	"example.com/metrics-lab/adapter/server"
)

// gcPercent is how much garbage may come together before it is collected, as a part of what is in use: see GOGC in the
// package runtime, which has 100. Answers are garbage at once, and what is in use is small. Collecting half as often saves
// about a seventh of the CPU of an answer, and costs some ten megabytes.
const gcPercent = 200

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	context.AfterFunc(ctx, stop) // the first signal stops the adapter cleanly, a second one kills it
	logs.InitLogs()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	err := run(ctx, os.Args[1:])
	logs.FlushLogs()
	if err != nil {
		fmt.Fprintln(os.Stderr, "metrics-adapter:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends. The arguments are those of the command line without the program's name.
func run(ctx context.Context, args []string) error {
	flags := pflag.NewFlagSet("metrics-adapter", pflag.ContinueOnError)
	flags.SetOutput(os.Stdout) // of --help; errors are returned
	apiServer := server.New("metrics-adapter", flags)
	message := flags.String("msg", "starting adapter...", "what to log at the start")
	o := new(options)
	o.addTo(flags)
	if err := flags.Parse(args); errors.Is(err, pflag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	klog.InfoS("Starting", "message", *message, "sources", o.sources)
	config, err := apiServer.ClientConfig()
	if err != nil {
		return err
	}
	// What is known is kept up to date as long as requests are answered, which is longer than ctx: see server.Serve.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	assembled := context.AfterFunc(ctx, end)
	adapter, err := assemble(life, config, o)
	if err != nil {
		return err
	}
	assembled()
	return apiServer.Serve(ctx, adapter.provider, adapter.handlers, adapter.more...)
}
