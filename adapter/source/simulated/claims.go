package simulated

import (
	"cmp"
	"maps"
	"slices"
)

// claimSet holds claims by who makes them.
type claimSet map[owner]*claim

// list is in order of the owners, so that answers are.
func (s claimSet) list() []*claim {
	return slices.SortedFunc(maps.Values(s), byOwner)
}

func byOwner(a, b *claim) int {
	return cmp.Or(
		cmp.Compare(a.owner.kind, b.owner.kind),
		cmp.Compare(a.owner.namespace, b.owner.namespace),
		cmp.Compare(a.owner.name, b.owner.name),
	)
}

// add puts a claim into the set of a key, which need not be there.
func add[K comparable](sets map[K]claimSet, key K, c *claim) {
	if sets[key] == nil {
		sets[key] = make(claimSet)
	}
	sets[key][c.owner] = c
}

// drop takes a claim out of the set of a key, and the set with it if nothing is left.
func drop[K comparable](sets map[K]claimSet, key K, o owner) {
	delete(sets[key], o)
	if len(sets[key]) == 0 {
		delete(sets, key)
	}
}

// below answers the map of a key, which need not be there.
func below[K, L comparable, V any](maps map[K]map[L]V, key K) map[L]V {
	if maps[key] == nil {
		maps[key] = make(map[L]V)
	}
	return maps[key]
}
