package write

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

func limited(body io.Reader) io.Reader {
	return http.MaxBytesReader(nil, io.NopCloser(body), maxBody)
}

func TestParseBody(t *testing.T) {
	t.Parallel()
	const (
		number   = "is not a quantity: write a number"
		large    = "is too large: write a number of at most"
		exponent = "is not a quantity: write a number"
		kind     = "the body is neither a string nor a number: " + howToWrite
		goesOn   = "the body goes on after the value: " + howToWrite
	)
	for _, test := range []struct {
		name, body string
		want       string
		wantErr    string
	}{
		{name: "string", body: `"300m"`, want: "300m"},
		{name: "number", body: `300`, want: "300"},
		{name: "fraction", body: `10.5`, want: "10.5"},
		{name: "zero", body: `0`, want: "0"},
		{name: "minus zero", body: `-0`, want: "0"},
		{name: "negative", body: `-3`, want: "-3"},
		{name: "negative string", body: `"-3"`, want: "-3"},
		{name: "1n", body: `"1n"`, want: "1n"},
		{name: "10500m", body: `"10500m"`, want: "10.5"},
		{name: "exponent", body: `1e3`, want: "1000"},
		{name: "capital exponent with a sign", body: `1.5E+3`, want: "1500"},
		{name: "exa is not an exponent", body: `"0.001E"`, want: "1P"},
		{name: "a number that no float holds", body: `9007199254740.993`, want: "9007199254740993m"},
		{name: "escapes", body: `"\u00330m"`, want: "30m"},
		{name: "white space", body: " \n\t\"300m\"\r\n", want: "300m"},
		{name: "white space up to the limit", body: `1` + strings.Repeat(" ", maxBody-1), want: "1"},
		{name: "largest", body: `"9223372036854775807m"`, want: "9223372036854775807m"},
		{name: "9.2e15", body: `9.2e15`, want: "9.2P"},
		{name: "smallest", body: `-9223372036854775.807`, want: "-9223372036854775807m"},

		{name: "one milli-unit too many", body: `"9223372036854775808m"`, wantErr: large},
		{name: "9.2e18", body: `9.2e18`, wantErr: large},
		{name: "beyond int64", body: `99999999999999999999`, wantErr: large},
		{name: "exponent of three digits", body: `1e400`, wantErr: large},
		{name: "exponent of nine digits", body: `1e999999999`, wantErr: exponent},
		{name: "negative exponent of nine digits", body: `"1e-999999999"`, wantErr: exponent},
		{name: "zero with an exponent of nine digits", body: `0E+999999999`, wantErr: exponent},
		{name: "NaN", body: `NaN`, wantErr: "the body is not JSON: invalid character 'N' looking for beginning of value: " + howToWrite},
		{name: "NaN as a string", body: `"NaN"`, wantErr: number},
		{name: "Inf as a string", body: `"+Inf"`, wantErr: number},
		{name: "words", body: `"hello world"`, wantErr: number},
		{name: "no value in a string", body: `""`, wantErr: number},
		{name: "space in a string", body: `" 1"`, wantErr: number},
		{name: "comma", body: `"1,5"`, wantErr: number},
		{name: "not UTF-8", body: "\"1\xff\"", wantErr: number},
		{name: "65 digits", body: strings.Repeat("1", 65), wantErr: "the value has 65 characters: write a number of at most 64"},
		{name: "empty", body: "", wantErr: "the body is empty: " + howToWrite},
		{name: "only white space", body: "\n", wantErr: "the body is empty: " + howToWrite},
		{name: "without quotation marks", body: `300m`, wantErr: "the body goes on after the value: " + howToWrite},
		{name: "null", body: `null`, wantErr: kind},
		{name: "true", body: `true`, wantErr: kind},
		{name: "list", body: `["1"]`, wantErr: kind},
		{name: "object", body: `{"value": "1"}`, wantErr: kind},
		{name: "cut off", body: `"300m`, wantErr: "the body is not JSON: unexpected EOF: " + howToWrite},
		{name: "two values", body: `1 2`, wantErr: goesOn},
		{name: "a bracket after it", body: `1]`, wantErr: goesOn},
		{name: "a form", body: `value=1`, wantErr: "the body is not JSON"},
		{name: "compressed", body: "\x1f\x8b\x08", wantErr: "the body is not JSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := parseBody(limited(strings.NewReader(test.body)))
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) || !apierrors.IsBadRequest(err) {
					t.Errorf("want a bad request with %q, got %s, %v", test.wantErr, got.String(), err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(resource.MustParse(test.want), got); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseBodyThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		body io.Reader
		is   func(error) bool
	}{
		{name: "one byte too many", body: strings.NewReader(`1` + strings.Repeat(" ", maxBody)), is: apierrors.IsRequestEntityTooLargeError},
		{name: "1 MB of digits", body: strings.NewReader(strings.Repeat("1", 1<<20)), is: apierrors.IsRequestEntityTooLargeError},
		{name: "1 MB of brackets", body: strings.NewReader(strings.Repeat("[", 1<<20)), is: apierrors.IsRequestEntityTooLargeError},
		{name: "connection is lost", body: io.MultiReader(strings.NewReader(`1`), iotest.ErrReader(errors.New("lost"))), is: apierrors.IsBadRequest},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got, err := parseBody(limited(test.body)); !test.is(err) {
				t.Errorf("got %s, %v", got.String(), err)
			}
		})
	}
}

// FuzzParseBody asserts that what is accepted is what the metrics APIs can say, and that it survives being stored.
func FuzzParseBody(f *testing.F) {
	for _, body := range []string{
		`"300m"`, `300`, `10.5`, `-0`, `"1n"`, `"1Ki"`, `"0.1Gi"`, `"0.001E"`, `1e3`, `"1e-400"`, `0E9999`, `9223372036854775807`,
		`"9223372036854775807m"`, `"\u0033"`, `null`, `{}`, `[1]`, `"NaN"`, `1 2`, ` 1 `, `"1e999999999"`, "\"\xff\"", "",
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		value, err := parseBody(limited(bytes.NewReader(body)))
		if err != nil {
			if !apierrors.IsBadRequest(err) && !apierrors.IsRequestEntityTooLargeError(err) {
				t.Errorf("the error has the reason %q", apierrors.ReasonForError(err))
			}
			return
		}
		milli, err := v1alpha1.Milli(value)
		if err != nil {
			t.Fatal(err)
		}
		if (milli == 0) != value.IsZero() {
			t.Errorf("%s is %d milli-units", value.String(), milli)
		}
		stored, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseBody(limited(bytes.NewReader(stored)))
		if err != nil || again.Cmp(value) != 0 {
			t.Errorf("%s is stored as %s, which is read as %s, %v", value.String(), stored, again.String(), err)
		}
	})
}
