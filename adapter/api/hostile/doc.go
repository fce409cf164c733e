// Package hostile makes what nobody means well: requests that are wrong in every part that a request has, and declarations
// of which some are right, some nearly so, and some make no sense. Tests put them to the adapter in one process, and to a
// whole cluster over the network. What is made depends on the random numbers alone, so a seed makes it again.
package hostile

import "math/rand/v2"

// From makes the random numbers of a seed.
func From(seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // a seed is to make the same again
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// once tells whether what happens once in n times happens now.
func once(r *rand.Rand, n int) bool { return r.IntN(n) == 0 }
