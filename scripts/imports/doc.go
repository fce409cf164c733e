// Package imports holds the rules of which folder may import which. They go one way:
// what is below knows nothing of what is above.
package imports
