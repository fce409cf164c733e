// Package player compiles the program that plays HPAs, which is a Go module of its own (play/), once for each state of its
// code, into the user's cache folder.
package player

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/state"
)

// keepFor is how long a program of other code is kept, for a command that may be about to use it.
const keepFor = 24 * time.Hour

// workSpace is what Go's build cache needs to compile it from nothing.
const workSpace = 2 << 30

// Progress is told how a build goes on. Its methods are called by one goroutine.
type Progress interface {
	gocommand.Progress
	// Waiting says that another command compiles the same program.
	Waiting()
}

// Ensure returns the program, and compiles it first where the cache does not have it: cold, that takes minutes. root is the
// repository's top folder. When several call it at once, one compiles and the others wait.
func Ensure(ctx context.Context, root string, progress Progress) (program string, err error) {
	code, err := code(root)
	if err != nil {
		return "", err
	}
	dir, err := state.Cache("player")
	if err != nil {
		return "", err
	}
	program = filepath.Join(dir, code, "play")
	if there(program) {
		return program, nil
	}
	unlock, err := state.Lock(ctx, "player", progress.Waiting)
	if err != nil {
		return "", err
	}
	defer unlock()
	if there(program) {
		return program, nil
	}
	return program, compile(ctx, root, program, progress)
}

func there(program string) bool {
	_, err := os.Stat(program)
	return err == nil
}

// compile builds the program beside its place, and puts it there when it is whole. The name beside it is the same each time:
// Go sees there that nothing has changed, and a killed build leaves nothing more.
func compile(ctx context.Context, root, program string, progress Progress) error {
	if err := state.NeedSpace(filepath.Dir(filepath.Dir(program)), workSpace); err != nil {
		return err
	}
	latest := filepath.Join(filepath.Dir(filepath.Dir(program)), "latest")
	err := gocommand.Build{
		What: "the engine of plays", Dir: filepath.Join(root, "play"), Packages: []string{"."}, Output: latest, Flags: []string{"-ldflags=-s -w"},
	}.Run(ctx, progress)
	if err != nil {
		return err
	}
	removeOld(filepath.Dir(filepath.Dir(program)))
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		return fmt.Errorf("make a folder for the compiled program: %w", err)
	}
	if err := os.Link(latest, program); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("keep the compiled program: %w", err)
	}
	return nil
}

// removeOld takes away programs of other code. What cannot be taken away now is next time.
func removeOld(dir string) {
	all, _ := filepath.Glob(filepath.Join(dir, "*", "play")) // the pattern is good
	for _, program := range all {
		if info, err := os.Stat(program); err == nil && time.Since(info.ModTime()) > keepFor {
			_ = os.RemoveAll(filepath.Dir(program))
		}
	}
}
