// Command fuzz runs each fuzz target of the repository for a time, one after the other, and prints at the end how many
// inputs each has tried:
//
//	go run ./scripts/fuzz [-time 30s] [-run REGEXP] [PACKAGE...]
//
// What fails is written below testdata/fuzz of its package, where each `go test` tries it again. The exit code is 1 then.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	each := flag.Duration("time", 30*time.Second, "how long each target runs")
	only := flag.String("run", "", "regular expression of the targets to run, as PACKAGE.NAME; all by default")
	parallel := flag.Int("parallel", 0, "how many inputs are tried at once; by default as many as there are CPUs")
	flag.Parse()
	failed, err := run(ctx, options{each: *each, only: *only, parallel: *parallel, packages: flag.Args()})
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
	}
	if failed || err != nil {
		os.Exit(1)
	}
}

type options struct {
	each     time.Duration
	only     string
	parallel int
	packages []string
}

// run goes on to the next target when one has failed. After an interrupt it prints what there is.
func run(ctx context.Context, o options) (failed bool, err error) {
	chosen, err := regexp.Compile(o.only)
	if err != nil {
		return false, fmt.Errorf("-run: %w", err)
	}
	if len(o.packages) == 0 {
		o.packages = []string{"./..."}
	}
	targets, err := list(ctx, o.packages)
	if err != nil {
		return false, err
	}
	var all []result
	for _, t := range targets {
		if ctx.Err() != nil || !chosen.MatchString(t.String()) {
			continue
		}
		r := t.fuzz(ctx, o)
		failed = failed || r.found != ""
		all = append(all, r)
	}
	return failed, printTable(os.Stdout, all)
}
