package simulation

import (
	"testing"
	"time"
)

func TestSecondsBeforeTheStartAreAsLong(t *testing.T) {
	t.Parallel()
	f := Faults{rate: always / 2}
	for second := -50; second < 50; second++ {
		from, to := time.Duration(second)*time.Second, time.Duration(second+1)*time.Second-1
		if f.fail(from) != f.fail(to) {
			t.Errorf("second %d: it does not fail as a whole", second)
		}
	}
}
