package engine

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

// Play plays an input in a time of its own; t is what testing/synctest wants. interrupted may end it early: the result is
// then that of the time until then. It is asked often; nil never does.
func Play(t *testing.T, in Input, interrupted func() bool) *Result {
	quiet()
	if in.SampleEvery == 0 {
		in.SampleEvery = in.Controller.SyncPeriod
		if in.Duration <= time.Hour {
			in.SampleEvery = time.Second
		}
	}
	if interrupted == nil {
		interrupted = func() bool { return false }
	}
	var result *Result
	synctest.Test(t, func(t *testing.T) { result = play(t.Context(), in, interrupted) })
	return result
}

// quiet has Kubernetes not log errors to the terminal: they are in the result. Its handler also slows down who has many
// errors, by a clock that several plays would share.
var quiet = sync.OnceFunc(func() { utilruntime.ErrorHandlers = nil }) //nolint:gochecknoglobals // what it sets is one, for all plays

// syncDelay is how long a controller waits before it asks whether its informers know all.
const syncDelay = 100 * time.Millisecond

func play(ctx context.Context, in Input, interrupted func() bool) *Result {
	ctx, cancel := context.WithCancel(ctx)
	w := newWorld(in)
	k := newKinds(in.Workloads)
	game := newGame(in, w)
	var group sync.WaitGroup
	<-time.After(time.Until(Start.Add(-syncDelay)))
	for _, c := range game.controllers(k) {
		c.start(ctx, &group)
	}
	end := Start.Add(in.Duration + settle/2) // the controller looks at the last moment, and nothing comes of it
	for !interrupted() && w.sleep(end) {
	}
	synctest.Wait()
	cancel()
	group.Wait()
	return game.result(time.Since(Start).Truncate(time.Millisecond))
}
