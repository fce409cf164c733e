package engine

import "time"

// stride is the longest step in which work is counted: the load at its middle stands for all of it.
const stride = time.Second

// advance counts what comes and what is done until a moment.
func (l *workload) advance(now time.Time) {
	for l.at.Before(now) {
		step := now.Sub(l.at)
		if l.Serving != nil {
			step = min(step, stride-l.at.Sub(Start)%stride)
			l.work(step)
		}
		l.podMicros += step.Microseconds() * int64(len(l.pods))
		l.at = l.at.Add(step)
	}
}

// work counts one step. Ready pods do what comes and what waits, as far as they can.
func (l *workload) work(step time.Duration) {
	comes := millionths(l.load(l.at.Add(step/2)), step)
	can := millionths(l.can(), step)
	l.backlog = max(0, sum(l.backlog, comes)-can)
}

// millionths is how much a rate in milli-units a second makes, in millionths.
func millionths(rate int64, step time.Duration) int64 {
	return mulDiv(rate, step.Microseconds(), 1000)
}

// load is how much comes, in milli-units a second.
func (l *workload) load(now time.Time) int64 {
	milli, _ := l.Serving.Load.Of(now, 0, 1)
	return max(0, milli)
}

// served is how much all Ready pods do, in milli-units a second. While work waits they do all that they can.
func (l *workload) served(now time.Time) int64 {
	if l.backlog > 0 {
		return l.can()
	}
	return min(l.load(now), l.can())
}

// can is how much all Ready pods can do, in milli-units a second.
func (l *workload) can() int64 { return mulDiv(l.Serving.Capacity, int64(l.count.ready), 1) }
