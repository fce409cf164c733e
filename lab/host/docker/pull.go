package docker

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/creack/pty"
)

const (
	// standstill is how long a pull may go without a byte. The engine starts a transfer
	// that broke again, by itself, within half of that.
	standstill = time.Minute
	// remind is how often a pull is shown, also when nothing arrives.
	remind = time.Second
	// noticed is after how long it is said that nothing arrives.
	noticed = 5 * time.Second
)

// Pull pulls an image for as long as bytes arrive, and shows how far it is. It gives up
// after a minute without any. The error is one line.
func Pull(ctx context.Context, image string, show func(what string)) error {
	return pull(ctx, image, standstill, show)
}

func pull(ctx context.Context, image string, standstill time.Duration, show func(what string)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	args := []string{"pull", image}
	cmd, stderr := command(ctx, args)
	cmd.Env = append(os.Environ(), "TERM=xterm")
	// Only to a terminal does docker say how many bytes there are. It is of its own
	// session there: Ctrl-C is for us, and we end it.
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 100, Cols: 200})
	if err != nil {
		return fmt.Errorf("docker pull: %w", err)
	}
	defer func() { _ = terminal.Close() }()

	watched := make(chan struct{})
	go func() {
		defer close(watched)
		watch(ctx, parts(ctx, terminal), show, func(still time.Duration) {
			if still >= standstill {
				cancel(fmt.Errorf("nothing has arrived for %s", standstill))
			}
		})
	}()
	err = explain(ctx, args, stderr, cmd.Wait())
	cancel(nil)
	<-watched
	return err
}

// watch shows how far a pull is, and tells for how long nothing has arrived.
func watch(ctx context.Context, parts <-chan string, show func(string), tell func(still time.Duration)) {
	layers, last := layers{}, time.Now()
	tick := time.NewTicker(remind)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case part := <-parts:
			if layers.take(part) {
				last = time.Now()
			}
		case <-tick.C:
			still := time.Since(last).Truncate(time.Second)
			what := layers.String()
			if still >= noticed {
				what = fmt.Sprintf("%s, nothing more for %s", what, still)
			}
			show(what)
			tell(still)
		}
	}
}

// parts are the pieces of text that a terminal shows: what stands between the ends of
// lines and the commands that move the cursor.
func parts(ctx context.Context, terminal io.Reader) <-chan string {
	all := make(chan string)
	go func() {
		scanner := bufio.NewScanner(terminal)
		scanner.Split(splitParts)
		for scanner.Scan() { // until the command has ended, which is an error of its terminal
			if scanner.Text() == "" {
				continue
			}
			select {
			case all <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return all
}
