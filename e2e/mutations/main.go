// Command mutations breaks the adapter, one way at a time, and runs the
// end-to-end tests against each broken one. It prints which tests noticed. A
// mutation that none notices is a test that is missing: the exit code is 1 then.
//
//	go run ./e2e/mutations [-cluster embedded] [-only WORDS]
//
// It works on a copy of the checkout, in the folder for temporary files, and
// takes about a minute for each mutation.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	cluster := flag.String("cluster", "embedded", "kind of cluster: embedded or kind")
	only := flag.String("only", "", "run only the mutations whose description contains these words")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, *cluster, *only)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, cluster, only string) (err error) {
	c, err := newCopy(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.remove()) }()

	tried, survived := 0, 0
	for _, m := range mutations() {
		if !strings.Contains(m.what, only) {
			continue
		}
		tried++
		start := time.Now()
		noticed, err := c.try(ctx, m, cluster)
		switch {
		case ctx.Err() != nil:
			return err
		case err != nil:
			survived++
			noticed = []string{"error: " + err.Error()}
		case len(noticed) == 0:
			survived++
			noticed = []string{"NOBODY NOTICED"}
		}
		fmt.Printf("%s (%s, %.0f s)\n", m.what, m.file, time.Since(start).Seconds())
		for _, test := range noticed {
			fmt.Printf("    %s\n", test)
		}
	}
	fmt.Printf("%d mutations, %d not noticed\n", tried, survived)
	if survived > 0 || tried == 0 {
		return fmt.Errorf("%d of %d mutations were not noticed", survived, tried)
	}
	return nil
}
