package write

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
	"k8s.io/utils/clock"
)

// pace limits how many values are written in a second.
type pace struct {
	clock clock.PassiveClock

	mu      sync.Mutex // guards what follows
	limiter *rate.Limiter
	last    time.Time
}

func newPace(clock clock.PassiveClock) *pace {
	return &pace{clock: clock, limiter: newLimiter()}
}

func newLimiter() *rate.Limiter { return rate.NewLimiter(writesPerSecond, writeBurst) }

// allow tells whether one more may be written now. A limiter whose clock is set back allows nothing until the clock is where
// it was, so another one takes its place.
func (p *pace) allow() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.Now()
	if now.Before(p.last) {
		p.limiter = newLimiter()
	}
	p.last = now
	return p.limiter.AllowN(now, 1)
}
