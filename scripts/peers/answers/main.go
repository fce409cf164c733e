// Command answers measures how fast the adapter and its peers answer, in one run on one embedded cluster:
//
//	go run ./scripts/peers/answers [-only REGEXP] [-json FILE] [-profile FOLDER]
//
// The columns are this adapter with each of its sources; the ceiling, a program on the same library that has its answers
// ready; and the library's own test adapter. Each cell is measured in several short turns, the adapters one after the other
// in each, so that what else the machine does meets all of them. It prints a table, and writes all that it has measured as
// JSON. It makes a lab of its own, and removes it at the end.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"syscall"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/scripts/peers"
)

// labName is that of the lab that is made and removed.
const labName = "bench-peers"

func main() {
	process.Keep() // this program also keeps those of the lab
	only := flag.String("only", "", "regular expression of the rows that are measured; all if it is empty")
	file := flag.String("json", "bin/bench-peers.json", "file for all that is measured")
	profiles := flag.String("profile", "", "folder for a CPU profile of each cell, which takes some of what is measured; none if it is empty")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *only, *file, *profiles); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1) //nolint:gocritic // stop has nothing to do any more
	}
}

func run(ctx context.Context, only, file, profiles string) error {
	rows, err := regexp.Compile(only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	show := console.New(os.Stderr)
	return peers.Run(ctx, labName, lifecycle.DefaultHPASyncPeriod, show, func(ctx context.Context, lab *peers.Lab) error {
		b, err := prepare(ctx, lab, show)
		if err != nil {
			return err
		}
		b.profiles = profiles
		if err := b.measure(ctx, rows); err != nil {
			return err
		}
		fmt.Print(b.report.table())
		return b.report.write(file)
	})
}
