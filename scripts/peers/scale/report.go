package main

import (
	"fmt"
	"runtime"
	"strings"
	"text/tabwriter"
)

// cell is one line of the table.
type cell struct {
	HPAs    int    `json:"hpas"`
	Adapter string `json:"adapter"`
	Limits  string `json:"limits"`
	numbers
}

// table is what is printed.
func table(cells []cell) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d cores; the controller looks at each HPA every %s, unless it is late; %d rounds of each, or %s.\n", runtime.NumCPU(), period, rounds, longest)
	for _, l := range allLimits() {
		fmt.Fprintf(&text, "%s: %s\n", l.name, strings.Join(l.flags(), " "))
	}
	text.WriteString(`every: how often each HPA is looked at. round: how long the workers are busy with all HPAs.
one HPA: what a worker takes for it = it waits for the client's limit + for answers (the adapter's part) + the rest.
p99: of the controller's computing of a metric, with all waiting; of the adapter's answers.
CPU in cores, and memory in MiB: of the adapter, the API server, the controller.

`)
	lines := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(lines, "HPAs\tadapter\tlimits\tevery\tround\tone HPA\tp99 computed\tp99 answered\tCPU\tmemory\tfailed")
	for _, c := range cells {
		rest := max(0, c.Sync-c.Limit-c.Answers)
		_, _ = fmt.Fprintf(lines, "%d\t%s\t%s\t%.1f s\t%.1f s\t%.1f ms = %.1f + %.1f (%.1f) + %.1f\t%.0f ms\t%.0f ms\t%.2f %.2f %.2f\t%d %d %d\t%.0f of %.0f\n",
			c.HPAs, c.Adapter, c.Limits, c.Every/1000, c.Round/1000, c.Sync, c.Limit, c.Answers, c.FromAdapter, rest,
			c.ComputedP99, c.AnsweredP99, c.CPU[0], c.CPU[1], c.CPU[2], c.Memory[0]>>20, c.Memory[1]>>20, c.Memory[2]>>20, c.Failed, c.Syncs)
	}
	_ = lines.Flush() // a builder takes all
	return text.String()
}
