package chaos

import (
	"fmt"
	"io"
	"sync"
)

// finding is a line of the table.
type finding struct{ fault, on, aim, found string }

type table struct {
	mu       sync.Mutex
	findings []finding
}

// findings is what the tests have found so far.
var findings table

func (t *table) add(f finding) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.findings = append(t.findings, f)
}

// print writes a table in Markdown.
func (t *table) print(out io.Writer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.findings) == 0 {
		return
	}
	_, _ = fmt.Fprintln(out, "| fault | on | aim | found |\n|---|---|---|---|")
	for _, f := range t.findings {
		_, _ = fmt.Fprintf(out, "| %s | %s | %s | %s |\n", f.fault, f.on, f.aim, f.found)
	}
}
