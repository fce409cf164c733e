package hostile

import (
	"math/rand/v2"
	"strings"
)

// body is what is sent with a request: values, and what is meant to take long or much memory to read.
func body(r *rand.Rand) []byte {
	switch r.IntN(10) {
	case 0:
		return []byte(strings.Repeat(pick(r, "[", `{"a":`, "((", "- "), 1+r.IntN(20_000)))
	case 1:
		return []byte(strings.Repeat(pick(r, "0", " ", "\x00", "a: &a [*a]\n"), 1+r.IntN(20_000)))
	case 2:
		return []byte("k8s\x00" + text(r, "\x0a\x02v1", "\xff\xff\xff\xff\x0f"))
	case 3:
		return []byte(pick(r, "\xd9\xd9\xf7\xa1", "\x9b\x7f\xff\xff\xff\xff\xff\xff\xff", "\xbf\xff"))
	case 4:
		return []byte(`{"kind":"` + text(r, "DeleteOptions", "MetricValueList") + `","apiVersion":"` + text(r, "v1", "custom.metrics.k8s.io/v1beta2") + `"}`)
	}
	value := number(r)
	return []byte(pick(r, value, `"`+value+`"`, `"`+value, `{"value":`+value+`}`))
}
