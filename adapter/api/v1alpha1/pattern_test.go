package v1alpha1

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestQuantityForm compares the rules of the API with what ParseValue takes: the form of quantities stands in both.
func TestQuantityForm(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "manifests", "base", "crds", "*.yaml"))
	if err != nil || len(files) != 2 {
		t.Fatalf("want the definitions of two kinds, got %v, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(string(data)), " ") // rules are folded
		rules := strings.Count(text, "isQuantity(")
		if same := strings.Count(text, "matches('"+quantityForm.String()+"') && isQuantity("); same != rules || rules != 3 {
			t.Errorf("%s: %d of %d rules about quantities have the form %s; there are 3", file, same, rules, quantityForm)
		}
	}
}
