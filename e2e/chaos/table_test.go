package chaos

import (
	"fmt"
	"io"
	"sync"
	"testing"
)

// finding is a line of the table.
type finding struct{ fault, on, aim, found string }

// tell writes the line of the table.
func (f *finding) tell(t *testing.T, format string, args ...any) {
	t.Helper()
	f.found = fmt.Sprintf(format, args...)
	if t.Failed() {
		f.found += " FAILED"
	}
	t.Logf("%s: %s", f.fault, f.found)
	findings.add(*f)
}

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
