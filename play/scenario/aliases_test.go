package scenario

import (
	"strings"
	"testing"
)

// TestAliases: a small file that is large with its aliases is refused soon.
func TestAliases(t *testing.T) {
	t.Parallel()
	many := func(text string, n int) string { return strings.TrimSuffix(strings.Repeat(text+",", n), ",") }
	tests := "manifests: [deploy/web.yaml]\ntests:\n- {name: a, duration: 1m, unserved: [http_requests], metrics: &all [%s]}\n" +
		strings.Repeat("- {name: b, duration: 1m, metrics: *all}\n", 900)
	for name, of := range map[string]string{
		"points":         "{metric: q, external: {}, curve: &c [" + many("{at: 1s, value: 1}", 50_000) + "]}," + many("{metric: q, external: {}, curve: *c}", 900),
		"labels":         "{metric: q, external: {labels: &c {" + many("a: b", 50_000) + "}}, value: 1}," + many("{metric: q, external: {labels: *c}, value: 1}", 900),
		"unknown fields": "&c {" + many("a: b", 50_000) + "}," + many("*c", 900),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := decode(&report{file: "testdata/x.yaml"}, []byte(strings.Replace(tests, "%s", of, 1)))
			if err == nil {
				t.Error("it is read")
			}
		})
	}
}
