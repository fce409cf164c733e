package gocommand

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

// keptOutput is how many lines of a command's output an error quotes.
const keptOutput = 20

// follower is who reads a go command's output.
type follower struct {
	// understood takes a line. Those that it does not are kept for the error.
	understood func(line string) bool
	// idle is called about once a second: linking is silent.
	idle func()
}

// follow runs a go command and hands over each line of its output. work is the folder
// that it works in; empty means its default.
func (b Build) follow(ctx context.Context, f follower, work string, args ...string) error {
	cmd := Command(ctx, b.Dir, args...)
	cmd.Env = append(cmd.Env, "GOGC=off", "GOMEMLIMIT=1GiB") // compilers and linkers then take a seventh less time
	for name, value := range map[string]string{"GOOS": b.OS, "GOARCH": b.Arch, "GOTMPDIR": work} {
		if value != "" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	if b.Race {
		cmd.Env = append(cmd.Env, "CGO_ENABLED=1")
	}
	read, write := io.Pipe()
	cmd.Stdout, cmd.Stderr = write, write
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start go %s: %w", args[0], err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- cmd.Wait()
		_ = write.Close()
	}()
	lines := make(chan string)
	go func() {
		defer close(lines)
		defer func() { _ = read.Close() }() // after a line too long to scan the command must not block
		for scanner := bufio.NewScanner(read); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	kept := f.read(lines)
	if err := <-ended; err != nil {
		return failed(ctx, "compile "+b.What, err, strings.Join(kept, "\n"))
	}
	return nil
}

// read reads lines until there are no more, and returns the last of those that were
// not understood.
func (f follower) read(lines <-chan string) []string {
	var kept []string
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case line, more := <-lines:
			if !more {
				return kept
			}
			if !f.understood(line) {
				kept = append(kept, line)
			}
			if len(kept) > keptOutput {
				kept = kept[1:]
			}
		case <-ticker.C:
			f.idle()
		}
	}
}
