// Command aloud runs a command that may be silent for minutes, and says every five
// seconds that it goes on:
//
//	go run ./scripts/aloud go test ./...
//
// Its exit code is that of the command.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// every is how long the command may be silent.
const every = 5 * time.Second

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: aloud COMMAND...")
		os.Exit(2)
	}
	// The command gets Ctrl-C as well, and says what it has to say.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := run(os.Args[1:], os.Stdout)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.Exited():
		os.Exit(exit.ExitCode())
	case err != nil:
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(command []string, out io.Writer) error {
	said := &said{out: out, last: time.Now()}
	cmd := exec.Command(command[0], command[1:]...) //nolint:noctx // it gets the signals itself
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, said, said
	done := make(chan struct{})
	defer close(done)
	go said.goesOn(done)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", command[0], err)
	}
	return nil
}

// said is what the command says, and what is said in its stead.
type said struct {
	mu   sync.Mutex
	out  io.Writer
	last time.Time // when the command said something
}

// Write implements io.Writer.
func (s *said) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = time.Now()
	return s.out.Write(data)
}

// goesOn says so when the command has been silent, until done.
func (s *said) goesOn(done <-chan struct{}) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
		}
		s.mu.Lock()
		if silent := time.Since(s.last); silent >= every {
			_, _ = fmt.Fprintf(s.out, "    it goes on (nothing new for %s)\n", silent.Round(time.Second))
		}
		s.mu.Unlock()
	}
}
