package scenario

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// anything is within these.
func anything() bounds { return bounds{math.MinInt64, math.MaxInt64, "the metric"} }

func TestTrace(t *testing.T) {
	t.Parallel()
	minute := map[time.Duration]string{0: "1", time.Minute: "2500m"}
	for _, row := range []struct {
		name, text string
		want       map[time.Duration]string
	}{
		{"durations", "0s,1\n1m,2.5\n", minute},
		{"seconds", "0,1\n60.0,2.5\n", minute},
		{"a header", "time,value\n0,1\n60,2.5", minute},
		{"dates", "2026-11-23T10:00:00Z,1\n2026-11-23T11:01:00+01:00,2.5\n", minute},
		{"seconds since 1970", "1795428000,1\n1795428060,2.5\n", minute},
		{"milliseconds", "0,1\n0.25,2", map[time.Duration]string{0: "1", 250 * time.Millisecond: "2"}},
		{"what spreadsheets write", "\ufeff\"time\",\"value\"\r\n\"0s\", \"1\"\r\n\"1m\",\"2.5\"\r\n", minute},
		{"comments and empty lines", "# load of Friday\n\n0s,1\n# more\n1m,2.5\n", minute},
		{"durations count from the start", "1m,2.5", map[time.Duration]string{time.Minute: "2500m"}},
		{"floats of Prometheus", "0,1e+00\n60,2.5e3", map[time.Duration]string{0: "1", time.Minute: "2500"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := &report{file: "x.yaml"}
			got := map[time.Duration]string{}
			for _, p := range readTrace(r, "x.csv", []byte(row.text), anything()) {
				got[p.At.Duration] = number(p)
			}
			if err := r.err(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("points (-want +got):\n%s", diff)
			}
		})
	}
}

// number is the value of a point, in its shortest form.
func number(p v1alpha1.Point) string {
	milli, err := v1alpha1.Milli(p.Value)
	if err != nil {
		return err.Error()
	}
	if milli%1000 != 0 {
		return decimal(milli*1000) + "m"
	}
	return decimal(milli)
}
