package v1alpha1_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

func TestParseValue(t *testing.T) {
	t.Parallel()
	const number, large = "is not a quantity: write a number", "is too large: write a number of at most"
	for _, test := range []struct {
		name, text string
		want       int64 // milli-units
		wantErr    string
	}{
		{name: "zero", text: "0", want: 0},
		{name: "negative", text: "-3", want: -3000},
		{name: "1n", text: "1n", want: 1},
		{name: "-1n", text: "-1n", want: -1},
		{name: "finer than 1n", text: "0.0000000001", want: 1},
		{name: "10500m", text: "10500m", want: 10500},
		{name: "fraction", text: "10.5", want: 10500},
		{name: "a third, rounded up", text: "0.3333", want: 334},
		{name: "decimal suffix", text: "1.5k", want: 1500 * 1000},
		{name: "binary suffix", text: "1Ki", want: 1024 * 1000},
		{name: "exponent", text: "1e3", want: 1000 * 1000},
		{name: "negative exponent", text: "1e-3", want: 1},
		{name: "largest", text: "9223372036854775807m", want: 9223372036854775807},
		{name: "smallest", text: "-9223372036854775807m", want: -9223372036854775807},
		{name: "negative, of 19 digits", text: "-1000000000000000001m", want: -1000000000000000001},
		{name: "9.2e15", text: "9.2e15", want: 9200000000000000000},
		{name: "one milli-unit too many", text: "9223372036854775808m", wantErr: large},
		{name: "smallest of 64 bits", text: "-9223372036854775808m", wantErr: large},
		{name: "9.2e18", text: "9.2e18", wantErr: large},
		{name: "beyond what a quantity holds", text: "1e400", wantErr: large},
		{name: "an exponent that takes minutes", text: "1e2147483647", wantErr: number},
		{name: "a negative exponent that takes minutes", text: "1e-2147483647", wantErr: number},
		{name: "zero with an exponent that takes minutes", text: "0E+999999999", wantErr: number},
		{name: "exa is not an exponent", text: "0.001E", want: 1e18},
		{name: "binary exa", text: "0.001Ei", want: 1152921504606846976},
		{name: "plus", text: "+1", want: 1000},
		{name: "two points", text: "1.2.3", wantErr: number},
		{name: "an exponent that is no int", text: "1e99999999999999999999", wantErr: number},
		{name: "exa", text: "9E", wantErr: large},
		{name: "NaN", text: "NaN", wantErr: number},
		{name: "Inf", text: "+Inf", wantErr: number},
		{name: "empty", text: "", wantErr: number},
		{name: "space", text: " 40", wantErr: number},
		{name: "comma", text: "1,5", wantErr: number},
		{name: "hexadecimal", text: "0x10", wantErr: number},
		{name: "1 MB of digits", text: strings.Repeat("1", 1<<20), wantErr: "the value has 1048576 characters"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			value, err := v1alpha1.ParseValue(test.text)
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) {
					t.Errorf("want an error with %q, got %v, %v", test.wantErr, value.String(), err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := v1alpha1.Milli(value)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("milli-units (-want +got):\n%s", diff)
			}
		})
	}
}
