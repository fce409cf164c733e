package provider

import (
	"slices"
	"sync/atomic"
)

// listing remembers what was made of the metrics of all sources, as long as these are the same.
type listing[M comparable, T any] struct {
	last atomic.Pointer[listed[M, T]]
}

type listed[M comparable, T any] struct {
	of   [][]M // by the source
	made []T
}

// list answers what was made of the same metrics the last time, or else what is made of them now.
func (l *listing[M, T]) list(of [][]M, makes func() []T) []T {
	if last := l.last.Load(); last != nil && slices.EqualFunc(last.of, of, same[M]) {
		return last.made
	}
	now := &listed[M, T]{of: of, made: makes()}
	l.last.Store(now)
	return now.made
}

// same tells whether two lists are: it knows at once if they are one and the same slice.
func same[T comparable](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}
