package index

import (
	"slices"

	"k8s.io/apimachinery/pkg/labels"
)

// Matcher finds the items whose selectors match labels, for one after the other of many that have mostly the same. It is for
// one goroutine.
type Matcher[T any] struct {
	selecting  Selecting[T]
	values     []value // of the keys, at the last time
	candidates []T     // for those
	matching   []T
}

type value struct {
	text  string
	there bool
}

// NewMatcher makes one.
func NewMatcher[T any](selecting Selecting[T]) Matcher[T] { return Matcher[T]{selecting: selecting} }

// Matching are the items whose selectors match, in no order. The slice is valid until the next call.
func (m *Matcher[T]) Matching(of labels.Set) []T {
	if m.values == nil || !m.known(of) {
		m.values = m.values[:0]
		for _, k := range m.selecting.keys {
			text, there := of[k.key]
			m.values = append(m.values, value{text, there})
		}
		m.candidates = slices.AppendSeq(m.candidates[:0], m.selecting.Candidates(of))
		if m.values == nil {
			m.values = []value{} // there are no keys
		}
	}
	m.matching = m.matching[:0]
	for _, item := range m.candidates {
		if m.selecting.selector(item).Matches(of) {
			m.matching = append(m.matching, item)
		}
	}
	return m.matching
}

// known tells whether the candidates are those of the last time.
func (m *Matcher[T]) known(of labels.Set) bool {
	for i, k := range m.selecting.keys {
		if text, there := of[k.key]; (value{text, there}) != m.values[i] {
			return false
		}
	}
	return true
}
