package programs

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"example.com/metrics-lab/scripts/lab/state"
)

// keptOutput is how many lines of a build's output an error quotes.
const keptOutput = 20

// compile builds all programs into dir.
//
// What there is to do comes from `go list`, which knows which packages are
// stale; what has been done from `go build -v`, which names each package as it
// is compiled, and from the programs that are in dir already.
func (b build) compile(ctx context.Context, dir string, progress Progress) error {
	stale, err := b.stale(ctx, progress)
	if err != nil {
		return err
	}
	// An interrupted go command leaves what it works with behind. The name is
	// one that the next build takes away, should this one be killed.
	b.work = dir + ".work"
	if err := state.Empty(b.work); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(b.work) }()
	compiled := 0
	report := func() { progress.Compile(compiled, stale, linked(dir), len(b.list.Paths)) }
	report()
	args := append([]string{"build", "-v", "-trimpath", "-ldflags", b.ldflags, "-o", dir + string(filepath.Separator)}, b.list.Paths...)
	err = b.follow(ctx, args, func(line string) bool {
		if strings.ContainsAny(line, " :") {
			return false
		}
		compiled = min(compiled+1, stale)
		report()
		return true
	}, report)
	if err != nil {
		return err
	}
	compiled = stale // another build may have compiled some of it meanwhile
	report()
	return b.list.rename(dir)
}

// rename gives compiled programs the names that they have here.
func (l List) rename(dir string) error {
	for _, path := range l.Paths {
		from, to := compiledName(path), programName(path)
		if err := os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)); err != nil {
			return fmt.Errorf("name %s: %w", to, err)
		}
	}
	return nil
}

// stale counts the packages that have to be compiled. It downloads the modules
// first. Main packages do not count: Go calls them stale also when they only
// have to be linked.
func (b build) stale(ctx context.Context, progress Progress) (int, error) {
	count := 0
	args := append([]string{"list", "-trimpath", "-deps", "-f", "{{if and .Stale (ne .Name \"main\")}}stale {{.ImportPath}}{{end}}"}, b.list.Paths...)
	err := b.follow(ctx, args, func(line string) bool {
		if strings.HasPrefix(line, "stale ") {
			count++
			return true
		}
		if module, found := strings.CutPrefix(line, "go: downloading "); found {
			progress.Download(module)
			return true
		}
		return false
	}, func() {})
	return count, err
}

// follow runs a go command and hands over each line of its output; lines that
// understood does not take are kept for the error. idle is called now and then
// while nothing is said: linking is silent.
func (b build) follow(ctx context.Context, args []string, understood func(line string) bool, idle func()) error {
	cmd := b.command(ctx, args...)
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
	kept := keep(lines, understood, idle)
	if err := <-ended; err != nil {
		return failed(ctx, args[0], err, strings.Join(kept, "\n"))
	}
	return nil
}

func linked(dir string) int {
	entries, _ := os.ReadDir(dir)
	return len(entries)
}
