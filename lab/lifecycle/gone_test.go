package lifecycle

import (
	"context"
	"errors"
	"testing"
	"time"

	"example.com/metrics-lab/lab/state"
)

func TestWhileUp(t *testing.T) {
	inHome(t)
	folder := saveLab(t, "watched", state.Record{Cluster: Embedded, Complete: true})
	l := &Lab{Name: "watched"}
	watched, stop, err := l.WhileUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	select {
	case <-watched.Done():
		t.Fatalf("it has ended while the lab is there: %v", context.Cause(watched))
	case <-time.After(2 * gonePoll): // what is looked for is that nothing happens
	}
	if err := folder.Remove(); err != nil {
		t.Fatal(err)
	}
	<-watched.Done()
	if cause := context.Cause(watched); !errors.Is(cause, ErrGone) {
		t.Errorf("got %v, want ErrGone", cause)
	}
}
