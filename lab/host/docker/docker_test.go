package docker

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/fake"
)

func TestRun(t *testing.T) {
	for _, row := range []struct{ name, script, want, wantErr string }{
		{"output", `echo " $1-$2 "`, "ps-x", ""},
		{"error", "echo oops >&2; exit 1", "", "docker ps: oops"},
		{"the help that follows an error", `printf 'docker: no caps\n\nRun %sdocker run --help%s for more\n' "'" "'" >&2; exit 1`, "", "docker ps: docker: no caps"},
		{"no word", "exit 3", "", "docker ps: exit status 3"},
	} {
		t.Run(row.name, func(t *testing.T) {
			fake.OnPath(t, "docker", row.script)
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
	fake.OnPath(t, "docker", "exec sleep 600")
	slow := errors.New("not within 50ms")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, slow)
	defer cancel()
	if _, err := Run(ctx, "version"); !errors.Is(err, slow) {
		t.Errorf("got %v, want the cause", err)
	}
}

func TestStream(t *testing.T) {
	fake.OnPath(t, "docker", "cat")
	var out strings.Builder
	if err := Stream(t.Context(), strings.NewReader("image"), &out, "load"); err != nil {
		t.Fatal(err)
	}
	if out.String() != "image" {
		t.Errorf("got %q", out.String())
	}
}
