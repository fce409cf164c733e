package source

import (
	"fmt"
	"math"

	"k8s.io/apimachinery/pkg/api/resource"
)

// maxMilli is the first floating-point number of milli-units that no int64 can hold: 2^63.
const maxMilli = float64(1 << 63)

// FromFloat64 makes a quantity from a number that a backend answered, rounded to milli-units, the finest that the metrics
// APIs know. It refuses NaN, infinities and what does not fit. A number that would round to zero becomes one milli-unit
// of its sign: a zero scales a workload in, and the backend did not say zero.
func FromFloat64(value float64) (resource.Quantity, error) {
	milli := math.Round(value * 1000)
	// The comparison is written so that NaN, which is not less than anything, fails it.
	if !(math.Abs(milli) < maxMilli) {
		return resource.Quantity{}, fmt.Errorf("value %v is not a quantity", value)
	}
	if milli == 0 && value != 0 {
		milli = math.Copysign(1, value)
	}
	return *resource.NewMilliQuantity(int64(milli), resource.DecimalSI), nil
}
