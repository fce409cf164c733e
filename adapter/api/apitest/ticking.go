package apitest

import (
	"sync"
	"time"

	"k8s.io/utils/clock"
)

// Ticking is a clock that goes on by a second each time it is looked at: no request comes too soon after another one.
type Ticking struct {
	clock.PassiveClock

	mu  sync.Mutex
	now time.Time
}

// NewTicking begins now.
func NewTicking() *Ticking { return &Ticking{now: time.Now()} }

// Now is a second later than the last time.
func (c *Ticking) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Second)
	return c.now
}
