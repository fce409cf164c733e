package gocommand

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Build is what one `go build` compiles.
type Build struct {
	// What names it in errors: "the adapter".
	What string
	// Dir is a folder in the module.
	Dir string
	// Packages are import paths, or folders below Dir.
	Packages []string
	// Output is the file of the program, or the folder of several, which ends with
	// a separator. If it is empty, no program is made: the packages are compiled.
	Output string
	// Flags are for this build only: -ldflags, -tags, -modfile.
	Flags []string
	// Race compiles for the race detector, which needs a C compiler.
	Race bool
	// OS and Arch are Go's names of what it is compiled for, by default this
	// machine.
	OS, Arch string
}

// Progress is told how a build goes on, at least once a second, by one goroutine.
type Progress interface {
	// Download says which module is downloaded now, and that it is the
	// number-th.
	Download(module string, number int)
	// Compile says how many packages have been compiled of those that have to be,
	// and how many programs have been linked of all.
	Compile(packages, ofPackages, linked, ofPrograms int)
}

// nobody is told nothing.
type nobody struct{}

func (nobody) Download(string, int)       {}
func (nobody) Compile(int, int, int, int) {}

// Run builds. What was compiled before a build failed or was interrupted is in Go's
// build cache: the next one goes on from there, and so it does with downloads.
//
// What there is to do comes from `go list`, which knows which packages are stale,
// and downloads the modules; what has been done from `go build -v`, which names
// each package as it is compiled, and from the programs that are there.
//
// progress may be nil.
func (b Build) Run(ctx context.Context, progress Progress) error {
	if err := Check(); err != nil {
		return err
	}
	if progress == nil {
		progress = nobody{}
	}
	stale, err := b.stale(ctx, progress)
	if err != nil {
		return err
	}
	work, err := b.work()
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	compiled := 0
	report := func() { progress.Compile(compiled, stale, b.linked(), b.programs()) }
	report()
	err = b.follow(ctx, follower{understood: func(line string) bool {
		if strings.ContainsAny(line, " :") {
			return false
		}
		compiled = min(compiled+1, stale)
		report()
		return true
	}, idle: report}, work, b.args("build", "-v")...)
	if err != nil {
		return err
	}
	compiled = stale // another build may have compiled some of it meanwhile
	progress.Compile(compiled, stale, b.programs(), b.programs())
	return nil
}

// args are the arguments of a go command about the build's packages.
func (b Build) args(verb string, more ...string) []string {
	args := append([]string{verb}, more...)
	if b.Race {
		args = append(args, "-race")
	}
	args = append(args, b.Flags...)
	if verb == "build" && b.Output != "" {
		args = append(args, "-o", b.Output)
	}
	return append(args, b.Packages...)
}

// work makes the folder that the go command works in. An interrupted one leaves
// what it works with behind; the name is one that the next build takes away,
// should this one be killed.
func (b Build) work() (string, error) {
	if b.Output == "" {
		return "", nil // the go command's default
	}
	work := filepath.Clean(b.Output) + ".work"
	if err := os.RemoveAll(work); err != nil {
		return "", fmt.Errorf("empty the folder for the compiler: %w", err)
	}
	if err := os.MkdirAll(work, 0o755); err != nil {
		return "", fmt.Errorf("make a folder for the compiler: %w", err)
	}
	return work, nil
}

func (b Build) folder() bool { return strings.HasSuffix(b.Output, string(filepath.Separator)) }

// programs is how many programs the build makes.
func (b Build) programs() int {
	if b.Output == "" {
		return 0
	}
	return len(b.Packages)
}

// linked is how many of them are there; a single one is only when the build has
// ended.
func (b Build) linked() int {
	if !b.folder() {
		return 0
	}
	entries, _ := os.ReadDir(b.Output)
	return len(entries)
}
