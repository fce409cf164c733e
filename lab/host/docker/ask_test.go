package docker

import (
	"context"
	"errors"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/fake"
)

// hangs is a docker command of an engine that takes a question and says nothing.
const hangs = "exec sleep 600"

func TestAskDoesNotWaitForever(t *testing.T) {
	fake.OnPath(t, "docker", hangs)
	_, err := ask(t.Context(), 50*time.Millisecond, []string{"ps"})
	if !errors.Is(err, ErrNoAnswer) || err.Error() != "docker ps: no answer from the engine within 50ms" {
		t.Errorf("got %v, want ErrNoAnswer", err)
	}
}

func TestHas(t *testing.T) {
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	for _, row := range []struct {
		name, script string
		ctx          context.Context
		want         bool
		wantErr      error
	}{
		{"it has", "exit 0", t.Context(), true, nil},
		{"it has not", "exit 1", t.Context(), false, nil},
		{"nobody knows", hangs, interrupted, false, context.Canceled},
	} {
		t.Run(row.name, func(t *testing.T) {
			fake.OnPath(t, "docker", row.script)
			if got, err := Has(row.ctx, "image", "inspect", "a"); got != row.want || !errors.Is(err, row.wantErr) {
				t.Errorf("got %t, %v, want %t, %v", got, err, row.want, row.wantErr)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	for _, row := range []struct{ name, script, want string }{
		{"it does", "exit 0", ""},
		{"no engine", "echo Cannot connect >&2; exit 1", "the Docker engine does not answer: docker version: Cannot connect"},
	} {
		t.Run(row.name, func(t *testing.T) {
			fake.OnPath(t, "docker", row.script)
			if err := Answers(t.Context()); (err == nil) != (row.want == "") || err != nil && err.Error() != row.want {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
	t.Run("no docker command", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if err := Answers(t.Context()); err == nil || err.Error() != "there is no docker command" {
			t.Errorf("got %v", err)
		}
	})
}
