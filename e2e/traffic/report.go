package traffic

import (
	"fmt"
	"strings"
	"time"
)

// Report is what came of requests.
type Report struct {
	// Requests are all, Failed those without an answer or with an error, and Wrong those whose answer is not what
	// arithmetic says.
	Requests, Failed, Wrong int
	// First and Last are when the first request that failed was sent, and when the last one had failed.
	First, Last time.Time
	// Slowest is the longest time that a right answer took.
	Slowest time.Duration
	// Problems are the first of each kind: what failed, and what was wrong.
	Failure, Mistake error
}

func (r *Report) add(sent, answered time.Time, problem error, wrong bool) {
	r.Requests++
	switch {
	case problem == nil:
		r.Slowest = max(r.Slowest, answered.Sub(sent))
		return
	case wrong:
		r.Wrong++
		if r.Mistake == nil {
			r.Mistake = problem
		}
		return
	}
	r.Failed++
	if r.Failure == nil {
		r.Failure = problem
	}
	if r.First.IsZero() || sent.Before(r.First) {
		r.First = sent
	}
	if answered.After(r.Last) {
		r.Last = answered
	}
}

// Add adds what came of later requests.
func (r *Report) Add(later Report) {
	r.Requests, r.Failed, r.Wrong = r.Requests+later.Requests, r.Failed+later.Failed, r.Wrong+later.Wrong
	r.Slowest = max(r.Slowest, later.Slowest)
	if r.First.IsZero() {
		r.First = later.First
	}
	if later.Failed > 0 {
		r.Last = later.Last
	}
	if r.Failure == nil {
		r.Failure = later.Failure
	}
	if r.Mistake == nil {
		r.Mistake = later.Mistake
	}
}

// Outage is how long requests failed: from when the first of them was sent until the last one had failed.
func (r Report) Outage() time.Duration { return r.Last.Sub(r.First) }

// String is a line for people.
func (r Report) String() string {
	said := fmt.Sprintf("%d requests, %d failed, %d wrong", r.Requests, r.Failed, r.Wrong)
	if r.Failed > 0 {
		said += fmt.Sprintf(", within %.1f s (%.120s)", r.Outage().Seconds(), strings.Join(strings.Fields(r.Failure.Error()), " "))
	}
	if r.Wrong > 0 {
		said += fmt.Sprintf(" (wrong: %v)", r.Mistake)
	}
	return said
}
