package engine

import "time"

// stride is the longest step in which work is counted: the load at its middle stands for all of it.
const stride = time.Second

// advance counts what comes and what is done until a moment.
func (l *workload) advance(now time.Time) {
	for l.at.Before(now) {
		step := min(now.Sub(l.at), stride-l.at.Sub(Start)%stride)
		l.replicaTime += step * time.Duration(len(l.pods))
		if l.Serving != nil {
			l.work(step)
		}
		l.at = l.at.Add(step)
	}
}

// work counts one step. Ready pods do what comes and what waits, as far as they can.
func (l *workload) work(step time.Duration) {
	comes := millionths(l.load(l.at.Add(step/2)), step)
	can := millionths(int64(l.count.ready)*l.Serving.Capacity, step)
	l.backlog = max(0, l.backlog+comes-can)
}

// millionths is how much a rate in milli-units a second makes, in millionths.
func millionths(rate int64, step time.Duration) int64 {
	return rate * int64(step/time.Microsecond) / 1000
}

// load is how much comes, in milli-units a second.
func (l *workload) load(now time.Time) int64 {
	milli, _ := l.Serving.Load.Of(now, 0, 1)
	return max(0, milli)
}

// served is how much all Ready pods do, in milli-units a second. While work waits they do all that they can.
func (l *workload) served(now time.Time) int64 {
	can := int64(l.count.ready) * l.Serving.Capacity
	if l.backlog > 0 {
		return can
	}
	return min(l.load(now), can)
}
