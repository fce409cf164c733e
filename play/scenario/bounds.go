package scenario

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/resource"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// violated says what is wrong with a value, or nothing.
func (b bounds) violated(value resource.Quantity) string {
	milli, err := v1alpha1.Milli(value)
	switch {
	case err != nil:
		return err.Error()
	case milli < b.least && b.least == 0 && b.of == "external":
		return fmt.Sprintf("the value %s is negative: an HPA takes a negative sum for an overflow and goes to maxReplicas; to show that, allow it: external: {allowNegative: true}", value.String())
	case milli < b.least:
		return fmt.Sprintf("the value %s of %s is less than %s: write at least that", value.String(), b.of, decimal(b.least))
	case milli > b.most:
		return fmt.Sprintf("the value %s of %s is more than %s: write at most that", value.String(), b.of, decimal(b.most))
	}
	return ""
}

func (b bounds) check(c cursor, value resource.Quantity) {
	if message := b.violated(value); message != "" {
		c.wrong("%s", message)
	}
}
