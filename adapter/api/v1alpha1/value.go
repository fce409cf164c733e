package v1alpha1

import (
	"fmt"
	"math"
	"regexp"

	"gopkg.in/inf.v0"
	"k8s.io/apimachinery/pkg/api/resource"
)

// maxValueLength is how long a value may be, as it is written.
const maxValueLength = 64

// quantityForm is that of quantities whose exponents are short. The library would be busy for minutes with 1e2147483647,
// so nothing else is given to it, here and in the rules of the API.
var quantityForm = regexp.MustCompile(`^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3}|[numkMGTPE]|[KMGTPE]i)?$`)

// ParseValue reads the value of a metric as a user writes it: a quantity of at most 9223372036854775807 milli-units in
// magnitude, 9.2e15. It takes what the rules of a SimulatedMetric take, and its errors say what to write.
func ParseValue(text string) (resource.Quantity, error) {
	if len(text) > maxValueLength {
		return resource.Quantity{}, fmt.Errorf("the value has %d characters: write a number of at most %d", len(text), maxValueLength)
	}
	value, err := resource.ParseQuantity(quantityForm.FindString(text)) // which is empty if it has another form
	if err != nil {
		return resource.Quantity{}, fmt.Errorf("the value %q is not a quantity: write a number, with a suffix if you like, such as 40, 10500m or 1.5k", text)
	}
	if _, err := Milli(value); err != nil {
		return resource.Quantity{}, err
	}
	return value, nil
}

// Milli is a value in milli-units, the finest that the metrics APIs know. What is finer is rounded away from zero: a zero
// scales a workload in, and nobody declared one. The error is for a value that 64 bits cannot hold. (MilliValue of a
// quantity wraps around without an error then, and for some negative values that fit.)
func Milli(value resource.Quantity) (int64, error) {
	exact := value.DeepCopy() // AsDec changes its receiver
	milli := new(inf.Dec).Round(exact.AsDec(), 3, inf.RoundUp).UnscaledBig()
	if !milli.IsInt64() || milli.Int64() == math.MinInt64 { // which has no opposite
		return 0, fmt.Errorf("the value %s is too large: write a number of at most 9223372036854775 (9.2e15) in magnitude, since metrics are counted in milli-units of 64 bits", value.String())
	}
	return milli.Int64(), nil
}
