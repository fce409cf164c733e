package source_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/adapter/source"
)

func TestFromFloat64(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		value   float64
		want    string
		wantErr string
	}{
		{name: "zero", value: 0, want: "0"},
		{name: "negative zero", value: math.Copysign(0, -1), want: "0"},
		{name: "whole", value: 42, want: "42"},
		{name: "fraction that binary cannot hold", value: 0.07, want: "70m"},
		{name: "rounded to the nearest milli-unit", value: 1.0006, want: "1001m"},
		{name: "too small is not zero", value: 1e-9, want: "1m"},
		{name: "negative and too small is not zero", value: -1e-9, want: "-1m"},
		{name: "large", value: 9e15, want: "9P"},
		{name: "too large", value: 1e16, wantErr: "value 1e+16 is not a quantity"},
		{name: "2^63 milli-units, one too many", value: 0x1p63 / 1000, wantErr: "value 9.223372036854776e+15 is not a quantity"},
		{name: "overflows a float64 in milli-units", value: math.MaxFloat64, wantErr: "value 1.7976931348623157e+308 is not a quantity"},
		{name: "NaN", value: math.NaN(), wantErr: "value NaN is not a quantity"},
		{name: "infinity", value: math.Inf(1), wantErr: "value +Inf is not a quantity"},
		{name: "negative infinity", value: math.Inf(-1), wantErr: "value -Inf is not a quantity"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := source.FromFloat64(test.value)
			if diff := cmp.Diff(test.wantErr, message(err)); diff != "" {
				t.Fatalf("error (-want +got):\n%s", diff)
			}
			if test.wantErr == "" {
				if diff := cmp.Diff(test.want, got.String()); diff != "" {
					t.Errorf("quantity (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
