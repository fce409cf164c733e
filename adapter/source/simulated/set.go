package simulated

import (
	"cmp"
	"maps"
	"slices"
)

// set holds declarations by the object of the API that each is of.
type set map[reference]*declaration

// list is in order of the references, so that answers are.
func (s set) list() []*declaration {
	return slices.SortedFunc(maps.Values(s), byReference)
}

func byReference(a, b *declaration) int {
	return cmp.Or(
		cmp.Compare(a.reference.kind, b.reference.kind),
		cmp.Compare(a.reference.namespace, b.reference.namespace),
		cmp.Compare(a.reference.name, b.reference.name),
	)
}

// insertInto puts a declaration into the set of a key, which need not be there.
func insertInto[K comparable](sets map[K]set, key K, d *declaration) {
	if sets[key] == nil {
		sets[key] = make(set)
	}
	sets[key][d.reference] = d
}

// deleteFrom takes a declaration out of the set of a key, and the set with it if nothing is left.
func deleteFrom[K comparable](sets map[K]set, key K, o reference) {
	delete(sets[key], o)
	if len(sets[key]) == 0 {
		delete(sets, key)
	}
}

// submap returns the map of a key, which need not be there.
func submap[K, L comparable, V any](maps map[K]map[L]V, key K) map[L]V {
	if maps[key] == nil {
		maps[key] = make(map[L]V)
	}
	return maps[key]
}
