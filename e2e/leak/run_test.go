package leak

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	// madeTimeout is how long a run may take to come to a line of its output,
	// or to its end: beside others, on a busy machine.
	madeTimeout = 5 * time.Minute
	// endTimeout is how long it may take to end when it is killed.
	endTimeout = 10 * time.Second
	// runTimeout ends a run that nobody ends, should these tests be killed.
	runTimeout = "6m"
	poll       = 20 * time.Millisecond
)

// running is a run of the suite.
type running struct {
	place  *place
	cmd    *exec.Cmd
	output string // a file
	ended  context.Context
}

// start starts a run, of TestFault unless the arguments say which tests. The
// environment comes after that of the place.
func (p *place) start(t *testing.T, env []string, args ...string) *running {
	t.Helper()
	output, err := os.CreateTemp(p.dir, "output")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = output.Close() }()
	args = append([]string{"-test.v", "-test.run=TestFault", "-test.timeout=" + runTimeout, "-cluster=" + *cluster}, args...)
	r := &running{place: p, cmd: exec.Command(p.suite(), args...), output: output.Name()}
	r.cmd.Dir = filepath.Join(p.checkout, "e2e")
	r.cmd.Env = append(p.env(), env...)
	r.cmd.Stdout, r.cmd.Stderr = output, output
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancelCause(context.Background())
	r.ended = ended
	go func() {
		_ = r.cmd.Wait()
		end(errors.New("the run has ended"))
	}()
	t.Cleanup(func() {
		_ = r.cmd.Process.Kill() // it may have ended
		if t.Failed() {
			t.Logf("the run of %s said:\n%s", r.lab(), inShort(r.said(t)))
		}
	})
	return r
}

// end waits until the run has ended, and returns how: "exit status 1".
func (r *running) end(t *testing.T, timeout time.Duration) string {
	t.Helper()
	select {
	case <-r.ended.Done():
		return r.cmd.ProcessState.String()
	case <-time.After(timeout):
		t.Fatalf("it has not ended within %s", timeout)
		return ""
	}
}

// said is all of the run's output so far.
func (r *running) said(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(r.output)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var labLine = regexp.MustCompile(`(?m)^Lab (e2e-[a-z0-9]+)$`)

// lab is the name of its lab, or empty if the run has not come to that.
func (r *running) lab() string {
	data, err := os.ReadFile(r.output)
	if err != nil {
		return ""
	}
	if found := labLine.FindSubmatch(data); found != nil {
		return string(found[1])
	}
	return ""
}

// inShort leaves out what passed, and the stacks of a panic.
func inShort(said string) string {
	said, _, _ = strings.Cut(said, "\ngoroutine ")
	var kept []string
	for line := range strings.Lines(said) {
		if !strings.HasPrefix(line, "=== ") && !strings.Contains(line, "--- PASS: ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}
