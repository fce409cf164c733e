// Package workshop tests the lessons: TestPages that the pages fit together and
// fit the files that they show, TestWorkshop that every command does what the
// lesson says, or the README, on a lab that lesson 0 makes.
package workshop

import (
	"flag"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/stamp"
	"example.com/metrics-lab/lab/lifecycle"
)

var (
	// cluster is the kind of the cluster that the lessons are done on.
	cluster = flag.String("cluster", lifecycle.Embedded, "kind of cluster: embedded or kind")
	keep    = flag.Bool("keep", false, "at the end, leave the lab and the checkout of the lessons as they are, to look at them")
	explain = flag.String("artifacts", "", "folder for what explains a failure (default: one that the end of the output names); write it after -args")
	// runs is what became of the lessons; TestWorkshop adds to it.
	runs []run
	// explained is the folder of the artifacts; TestWorkshop sets it when a lesson
	// has failed.
	explained string
)

// run is what became of a lesson.
type run struct {
	lesson, outcome string
	took            time.Duration
	// lacking counts the blocks that were left out, by the program that they need
	// and that is not installed.
	lacking map[string]int
}

func TestMain(m *testing.M) {
	if dir, guarding := os.LookupEnv(guardVariable); guarding {
		os.Exit(guardPlace(dir))
	}
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "error: %q is one argument too many\n", flag.Arg(0))
		os.Exit(2)
	}
	if *cluster != lifecycle.Embedded && *cluster != lifecycle.Kind {
		fmt.Fprintf(os.Stderr, "error: -cluster=%s is not known: use embedded or kind\n", *cluster)
		os.Exit(2)
	}
	code := m.Run()
	printDurations(code == 0)
	if explained != "" {
		fmt.Fprintf(os.Stderr, "What explains the failure is in %s: begin with its README.md\n", explained)
	}
	if err := touchStamp(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		code = 1
	}
	os.Exit(code)
}

// printDurations prints a table. Unless it is given -v, go test hides what tests
// print that have passed: then the table goes to the terminal, if there is one.
func printDurations(passed bool) {
	var out io.Writer = os.Stderr
	if passed && !testing.Verbose() {
		terminal, err := os.OpenFile("/dev/tty", os.O_WRONLY, 0)
		if err != nil {
			return
		}
		defer func() { _ = terminal.Close() }()
		out = terminal
	}
	for i, r := range runs {
		if i == 0 {
			_, _ = fmt.Fprintf(out, "The lessons on %s:\n", *cluster)
		}
		_, _ = fmt.Fprintf(out, "  %-22s %6.1fs  %s\n", r.lesson, r.took.Seconds(), r.outcome)
		for program, blocks := range r.lacking {
			_, _ = fmt.Fprintf(out, "  %30s  %d blocks were not run: %s is not installed\n", "", blocks, program)
		}
	}
}

// stampFile marks a result that `go test` is not to report again.
const stampFile = "../bin/workshop.stamp"

func touchStamp() error {
	if len(runs) == 0 {
		return nil
	}
	return stamp.Write(stampFile)
}
