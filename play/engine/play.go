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

// before is how long before the start the informers begin. They know all at the start, so that the controllers look at once.
const before = 100 * time.Millisecond

func play(ctx context.Context, in Input, interrupted func() bool) *Result {
	ctx, end := context.WithCancel(ctx)
	running, stop := context.WithCancel(ctx)
	w := newWorld(in)
	game := newGame(in, w)
	var informers, controllers sync.WaitGroup
	var runs []func(ctx context.Context)
	<-time.After(time.Until(Start.Add(-before)))
	for _, c := range game.controllers(newKinds(in)) {
		runs = append(runs, c.prepare(ctx, &informers))
	}
	<-time.After(before)
	for _, run := range runs {
		controllers.Go(func() { run(running) })
	}
	last := Start.Add(in.Duration + settle/2) // the controller looks at the last moment, and nothing comes of it
	for !interrupted() && w.sleep(last) {
	}
	synctest.Wait()
	duration := time.Since(Start).Truncate(time.Millisecond) // a look that waits for a slow metric ends later
	stop()
	controllers.Wait()
	synctest.Wait() // for the last events
	end()
	informers.Wait()
	return game.result(duration)
}
