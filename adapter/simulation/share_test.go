package simulation

import (
	"fmt"
	"math"
	"math/big"
	"testing"
)

func TestSharesAddUpToTheTotal(t *testing.T) {
	t.Parallel()
	for _, total := range []int64{0, 1, -1, 2, 400_000, 400_001, -400_001, 999, math.MaxInt64, math.MinInt64 + 1} {
		for _, n := range []int{1, 2, 3, 7, 8, 1000, 100_003} {
			t.Run(fmt.Sprintf("%d of %d", total, n), func(t *testing.T) {
				t.Parallel()
				sum, first, last := new(big.Int), Share(total, 0, n), Share(total, n-1, n)
				for i := range n {
					part := Share(total, i, n)
					sum.Add(sum, big.NewInt(part))
					if part != first && part != last {
						t.Fatalf("part %d is %d, want one of the two that there are: %d and %d", i, part, first, last)
					}
				}
				if sum.Cmp(big.NewInt(total)) != 0 {
					t.Errorf("the sum is %s", sum)
				}
				if more := new(big.Int).Sub(big.NewInt(first), big.NewInt(last)); !more.IsInt64() || more.Int64() > 1 || more.Int64() < -1 {
					t.Errorf("the first part is %d and the last %d", first, last)
				}
			})
		}
	}
}

func TestTheFirstOnesGetWhatIsLeftOver(t *testing.T) {
	t.Parallel()
	for i, want := range []int64{4, 3, 3} {
		if got := Share(10, i, 3); got != want {
			t.Errorf("part %d: want %d, got %d", i, want, got)
		}
	}
}
