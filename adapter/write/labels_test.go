package write

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/labels"
)

func TestParseLabels(t *testing.T) {
	t.Parallel()
	const howTo = "write them as ?labels=verb=GET,code=200"
	for _, test := range []struct {
		name, query string
		want        labels.Set
		wantErr     string
	}{
		{name: "no query", query: ""},
		{name: "other parameters", query: "timeout=10s&pretty"},
		{name: "no labels", query: "labels=", want: labels.Set{}},
		{name: "one", query: "labels=verb=GET", want: labels.Set{"verb": "GET"}},
		{name: "two", query: "labels=verb=GET,code=200", want: labels.Set{"verb": "GET", "code": "200"}},
		{name: "escaped", query: "labels=example.com%2Fverb%3DGET%2C+code=200", want: labels.Set{"example.com/verb": "GET", "code": "200"}},
		{name: "empty value", query: "labels=verb=", want: labels.Set{"verb": ""}},
		{name: "no value", query: "labels=verb", wantErr: "labels: invalid selector: [verb]: " + howTo},
		{name: "no key", query: "labels==GET", wantErr: "labels: "},
		{name: "selector", query: "labels=verb!=GET", wantErr: "labels: "},
		{name: "space in a value", query: "labels=verb=a%20b", wantErr: "labels: "},
		{name: "long value", query: "labels=verb=" + strings.Repeat("a", 64), wantErr: "must be no more than 63 "},
		{name: "trailing comma", query: "labels=verb=GET,", wantErr: "labels: invalid selector"},
		{name: "twice", query: "labels=verb=GET&labels=code=200", wantErr: "labels are given 2 times: " + howTo},
		{name: "bad escape", query: "labels=verb=%zz", wantErr: "query: invalid URL escape"},
		{name: "semicolon", query: "a=b;labels=verb=GET", wantErr: "query: invalid semicolon separator"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := parseLabels(test.query)
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) {
					t.Errorf("want an error with %q, got %v, %v", test.wantErr, got, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("labels (-want +got):\n%s", diff)
			}
		})
	}
}
