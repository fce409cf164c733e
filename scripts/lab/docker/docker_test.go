package docker

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// fake puts a docker command on the PATH that does what the script says.
func fake(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func TestRun(t *testing.T) {
	for _, row := range []struct{ name, script, want, wantErr string }{
		{"output", `echo " $1-$2 "`, "ps-x", ""},
		{"error", "echo oops >&2; exit 1", "", "docker ps: oops"},
		{"the help that follows an error", `printf 'docker: no caps\n\nRun %sdocker run --help%s for more\n' "'" "'" >&2; exit 1`, "", "docker ps: docker: no caps"},
		{"no word", "exit 3", "", "docker ps: exit status 3"},
	} {
		t.Run(row.name, func(t *testing.T) {
			fake(t, row.script)
			got, err := Run(t.Context(), "ps", "x")
			if row.wantErr == "" && (err != nil || got != row.want) {
				t.Errorf("got %q, %v; want %q", got, err, row.want)
			}
			if row.wantErr != "" && (err == nil || err.Error() != row.wantErr) {
				t.Errorf("got %v, want %q", err, row.wantErr)
			}
		})
	}
}

// TestRunEndsWithItsContext: a Docker that hangs does not make us hang, and the
// error says why it was given up.
func TestRunEndsWithItsContext(t *testing.T) {
	fake(t, "exec sleep 600")
	slow := errors.New("not within 50ms")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, slow)
	defer cancel()
	if _, err := Run(ctx, "version"); !errors.Is(err, slow) {
		t.Errorf("got %v, want the cause", err)
	}
}

func TestStream(t *testing.T) {
	fake(t, "cat")
	var out strings.Builder
	if err := Stream(t.Context(), strings.NewReader("image"), &out, "load"); err != nil {
		t.Fatal(err)
	}
	if out.String() != "image" {
		t.Errorf("got %q", out.String())
	}
}
