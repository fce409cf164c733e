package hpatest_test

import (
	"testing"

	"example.com/metrics-lab/play/hpatest"
)

// TestShapes: HPAs with behavior as they are found in repositories play as they are.
func TestShapes(t *testing.T) {
	t.Parallel()
	hpatest.Scenarios(t, "testdata/shapes")
}
