package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// minimize is how long go test looks for a shorter form of an input that is worth keeping. Its own default is a minute.
const minimize = 2 * time.Second

// grace is how long a target may take to end after an interrupt.
const grace = 20 * time.Second

// target is a function of a package, which is named as in the repository: ./lab/metric.
type target struct{ pkg, name string }

func (t target) String() string { return strings.TrimPrefix(t.pkg, "./") + "." + t.name }

// list asks the go command for the targets of packages. Those without tests that are compiled here are left out.
func list(ctx context.Context, packages []string) ([]target, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-run", "^$", "-list", "^(Fuzz|TestGenerated)"}, having(ctx, packages)...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list the targets: %w", err)
	}
	module, err := exec.CommandContext(ctx, "go", "list", "-m").Output()
	if err != nil {
		return nil, fmt.Errorf("find the module: %w", err)
	}
	return listed(strings.NewReader(string(out)), strings.TrimSpace(string(module)))
}

// tried is how a target begins: go test itself comes up with the inputs of a fuzz target, and a test of generated ones,
// which are made from seeds, with its own.
var tried = regexp.MustCompile(`(?m)^func (Fuzz|TestGenerated)`)

// having are the packages of which a test file has a target. To compile the tests of all others would take minutes. If they
// cannot be told apart, they are all there are.
func having(ctx context.Context, packages []string) []string {
	const files = `{{$dir := .Dir}}{{$path := .ImportPath}}{{range .TestGoFiles}}{{$path}} {{$dir}}/{{.}}{{"\n"}}{{end}}{{range .XTestGoFiles}}{{$path}} {{$dir}}/{{.}}{{"\n"}}{{end}}`
	out, err := exec.CommandContext(ctx, "go", append([]string{"list", "-f", files}, packages...)...).Output()
	if err != nil {
		return packages
	}
	var all []string
	for line := range strings.Lines(string(out)) {
		path, file, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || len(all) > 0 && all[len(all)-1] == path {
			continue
		}
		if source, err := os.ReadFile(file); err == nil && tried.Match(source) {
			all = append(all, path)
		}
	}
	return all
}

// listed reads what `go test -json -list` says.
func listed(r io.Reader, module string) ([]target, error) {
	var all []target
	for decoder := json.NewDecoder(r); ; {
		var event struct{ Package, Output string }
		if err := decoder.Decode(&event); err == io.EOF {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("read what go test lists: %w", err)
		}
		if name := strings.TrimSpace(event.Output); strings.HasPrefix(name, "Fuzz") || strings.HasPrefix(name, "TestGenerated") {
			all = append(all, target{"." + strings.TrimPrefix(event.Package, module), name})
		}
	}
}

// fuzz runs the target. What go test says is shown as it comes.
func (t target) fuzz(ctx context.Context, o options) result {
	cmd := exec.CommandContext(ctx, "go", t.command(o)...)
	fmt.Println(t)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C comes from here alone, and once
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = grace
	r := result{target: t}
	out, err := cmd.StdoutPipe()
	if err == nil {
		cmd.Stderr = cmd.Stdout
		err = cmd.Start()
	}
	if err != nil {
		r.found = err.Error()
		return r
	}
	for lines := bufio.NewScanner(io.TeeReader(out, os.Stdout)); lines.Scan(); {
		r.read(lines.Text())
	}
	if err := cmd.Wait(); err != nil && r.found == "" && ctx.Err() == nil {
		r.found = err.Error()
	}
	return r
}

func (t target) command(o options) []string {
	args := []string{"test", t.pkg, "-v", "-timeout", "0", "-run"}
	if strings.HasPrefix(t.name, "TestGenerated") {
		return append(args, "^"+t.name+"$", "-many", o.each.String())
	}
	args = append(args, "^$", "-fuzz", "^"+t.name+"$", "-fuzztime", o.each.String(), "-fuzzminimizetime", minimize.String())
	if o.parallel > 0 {
		args = append(args, fmt.Sprintf("-parallel=%d", o.parallel))
	}
	return args
}
