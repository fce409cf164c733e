// Command compile compiles packages of this repository, and says how far it is:
// `go build` and `go test` are silent for minutes on a new machine. The Makefile uses
// it, with the flags of go build that come before the packages:
//
//	go run ./scripts/compile -o bin/lab ./scripts/lab
//	go run ./scripts/compile -tests [-race] ./adapter/...
//
// With -tests it compiles what the tests of the packages import, and no more.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"example.com/metrics-lab/lab/build/gocommand"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	output := flag.String("o", "", "file of the program")
	tests := flag.Bool("tests", false, "compile what the tests of the packages import")
	race := flag.Bool("race", false, "compile for the race detector")
	flag.Parse()
	err := run(ctx, *output, *tests, *race, flag.Args())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, output string, tests, race bool, packages []string) error {
	build := gocommand.Build{What: strings.Join(packages, " "), Dir: ".", Packages: packages, Output: output, Race: race}
	if !tests {
		return build.Run(ctx, newProgress(os.Stderr, "the lab command"))
	}
	show := newProgress(os.Stderr, "what the tests import")
	var err error
	if build.Packages, err = build.TestImports(ctx, show); err != nil {
		return err
	}
	return build.Run(ctx, show)
}
