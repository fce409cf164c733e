package live

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// Write writes the steps of a comparison as a table, under what comes of it in one line.
func (c Comparison) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s/%s: %s\n", c.Namespace, c.Name, c.verdict())
	rows := "  simulated\treplicas\treal\treplicas\tapart\n"
	for i := range max(len(c.Simulated), len(c.Real)) {
		at, replicas := step(c.Simulated, i)
		realAt, realReplicas := step(c.Real, i)
		apart := ""
		if i < min(len(c.Simulated), len(c.Real)) {
			apart = seconds(c.apart(i))
		}
		rows += fmt.Sprintf("  %s\t%s\t%s\t%s\t%s\n", at, replicas, realAt, realReplicas, apart)
	}
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	if _, err := io.WriteString(table, rows); err != nil {
		return fmt.Errorf("write a comparison: %w", err)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("write a comparison: %w", err)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// verdict is what comes of it.
func (c Comparison) verdict() string {
	switch {
	case !c.Same():
		return "the replicas differ"
	case !c.Equal():
		return fmt.Sprintf("the same replicas, %s apart, more than %s", seconds(c.Apart), seconds(c.Allowed))
	}
	return fmt.Sprintf("equal: %d steps, at most %s apart", len(c.Simulated), seconds(c.Apart))
}

// step is the i-th one in words, or what stands for none.
func step(all []Step, i int) (at, replicas string) {
	if i >= len(all) {
		return "-", "-"
	}
	return seconds(all[i].At), fmt.Sprint(all[i].Replicas)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2fs", d.Seconds()) }
