package hostile

import (
	"testing"
	"time"
)

// few is how many seeds a test tries that is not to take long.
const few = 300

// Each tries seeds until a time has passed, or the same few ones if that is 0, and says how many it has tried. It stops at the
// first one that fails, and names it.
func Each(t *testing.T, during time.Duration, try func(seed uint64)) {
	t.Helper()
	began, first := time.Now(), uint64(0)
	if during > 0 {
		first = uint64(began.UnixNano())
	}
	tried := uint64(0)
	for during == 0 && tried < few || during > 0 && time.Since(began) < during {
		try(first + tried)
		if t.Failed() {
			t.Fatalf("seed %d", first+tried)
		}
		tried++
	}
	t.Logf("execs: %d", tried) // as go test says of a fuzz target
}
