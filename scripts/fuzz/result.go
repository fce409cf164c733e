package main

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"text/tabwriter"
)

// result is what came of a target.
type result struct {
	target target
	inputs int64
	found  string // where what failed was written, or what else went wrong
}

var (
	// execs is in a line that comes every three seconds, with how many inputs were tried since the start. Tests of many
	// say it once.
	execs = regexp.MustCompile(`execs: ([0-9]+)`)
	// written is how go test says where a failing input is.
	written = regexp.MustCompile(`Failing input written to (\S+)`)
	// seeded is one of the corpus that fails, or the seed of one that is made.
	seeded = regexp.MustCompile(`(?:failure while testing seed corpus entry: |\.go:[0-9]+: )(Fuzz\S+|seed [0-9]+)$`)
)

// read takes up a line that go test writes.
func (r *result) read(line string) {
	if found := execs.FindStringSubmatch(line); found != nil {
		r.inputs, _ = strconv.ParseInt(found[1], 10, 64) // digits
	}
	for _, form := range []*regexp.Regexp{written, seeded} {
		if found := form.FindStringSubmatch(line); found != nil {
			r.found = found[1]
		}
	}
}

// printTable says for each target how many inputs were tried, and what was found.
func printTable(w io.Writer, all []result) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprint(table, "\nTARGET\tINPUTS\tFOUND\n") // Flush tells of errors
	total := int64(0)
	for _, r := range all {
		found := r.found
		if found == "" {
			found = "-"
		}
		_, _ = fmt.Fprintf(table, "%s\t%d\t%s\n", r.target, r.inputs, found)
		total += r.inputs
	}
	_, _ = fmt.Fprintf(table, "all %d\t%d\t\n", len(all), total)
	return table.Flush()
}
