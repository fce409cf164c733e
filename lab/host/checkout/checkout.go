// Package checkout copies the checkout of the repository that one is in, with
// what is not committed yet, so that the copy can be changed.
package checkout

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Copy copies the files that git tracks, and those that it does not ignore, from
// the checkout that the current folder is in to dir, which is made if need be. A
// repository within it is left out.
func Copy(ctx context.Context, dir string) error {
	root, err := Git(ctx, "", "rev-parse", "--show-toplevel")
	if err != nil {
		return fmt.Errorf("find the checkout: %w", err)
	}
	root = strings.TrimSpace(root)
	names, err := Git(ctx, root, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
	if err != nil {
		return fmt.Errorf("list the files of the checkout: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(names, "\x00"), "\x00") {
		if strings.HasSuffix(name, "/") { // a repository of its own, which git does not look into
			continue
		}
		if err := copyFile(filepath.Join(root, name), filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("copy the checkout: %w", err)
		}
	}
	return nil
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // deleted, and not committed yet
	}
	if err != nil {
		return err
	}
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, info.Mode().Perm())
}

// Commit makes a git repository of a folder, with an identity of its own, and
// commits all that is in it.
func Commit(ctx context.Context, dir string) error {
	for _, args := range [][]string{
		{"init", "--quiet", "--initial-branch=main"},
		{"config", "user.name", "metrics-lab"},
		{"config", "user.email", "metrics-lab@example.com"},
		{"config", "commit.gpgsign", "false"},
		{"add", "--all"},
		{"commit", "--quiet", "--message=A copy of the checkout"},
	} {
		if _, err := Git(ctx, dir, args...); err != nil {
			return fmt.Errorf("make a git repository of the copy: %w", err)
		}
	}
	return nil
}

// Git runs git in a folder and returns what it prints. An error has what git says
// of it.
func Git(ctx context.Context, dir string, args ...string) (output string, err error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	cmd.Env = environment(os.Environ())
	stderr := new(bytes.Buffer)
	cmd.Stderr = stderr
	data, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", args[0], err, bytes.TrimSpace(append(data, stderr.Bytes()...)))
	}
	return string(data), nil
}

// environment is without what git tells its hooks, which is about another
// repository than that of the folder.
func environment(all []string) []string {
	var kept []string
	for _, variable := range all {
		name, _, _ := strings.Cut(variable, "=")
		switch name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX":
		default:
			kept = append(kept, variable)
		}
	}
	return kept
}
