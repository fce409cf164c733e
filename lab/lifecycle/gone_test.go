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

// TestGoneWaits: a lab that another command removes at this moment is gone when that has ended.
func TestGoneWaits(t *testing.T) {
	inHome(t)
	folder := saveLab(t, "waited", state.Record{Cluster: Embedded, Complete: true})
	l := &Lab{Name: "waited"}
	if gone, err := l.Gone(t.Context()); gone || err != nil {
		t.Fatalf("while it is there: got %t, %v", gone, err)
	}
	unlock, err := lock(t.Context(), folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan bool)
	go func() {
		gone, err := l.Gone(t.Context())
		told <- gone && err == nil
	}()
	select {
	case <-told:
		t.Error("it did not wait for the command that holds the lock")
	case <-time.After(2 * gonePoll): // what is looked for is that nothing happens
	}
	if err := folder.Remove(); err != nil {
		t.Fatal(err)
	}
	unlock()
	if !<-told {
		t.Error("want it to be gone")
	}
}
