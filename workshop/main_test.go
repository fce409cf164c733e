// Package workshop tests the lessons: TestPages that the pages fit together and
// fit the files that they show, TestWorkshop that every command does what the
// lesson says, on a lab that lesson 0 makes.
package workshop

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"example.com/metrics-lab/scripts/lab/lab"
)

var (
	// cluster is the kind of the cluster that the lessons are done on.
	cluster = flag.String("cluster", lab.Embedded, "kind of cluster: embedded or kind")
	keep    = flag.Bool("keep", false, "leave the lab of the lessons and the copy of the checkout as they are at the end, to look at them")
)

func TestMain(m *testing.M) {
	if dir, guarding := os.LookupEnv(guardVariable); guarding {
		os.Exit(guardLab(dir))
	}
	flag.Parse()
	if *cluster != lab.Embedded && *cluster != lab.Kind {
		fmt.Fprintf(os.Stderr, "error: -cluster=%s is not known: use embedded or kind\n", *cluster)
		os.Exit(2)
	}
	os.Exit(m.Run())
}
