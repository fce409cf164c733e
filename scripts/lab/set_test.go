package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/console"
)

func TestNegativeLast(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, args, want string }{
		{name: "nothing"},
		{name: "positive", args: "pods/a m 3 -n shop", want: "pods/a m 3 -n shop"},
		{name: "negative", args: "pods/a m -3", want: "pods/a m -- -3"},
		{name: "negative before flags", args: "pods/a m -3m -n shop --labels a=b", want: "pods/a m -n shop --labels a=b -- -3m"},
		{name: "negative fraction", args: "-n shop pods/a m -.5", want: "-n shop pods/a m -- -.5"},
		{name: "two dashes already", args: "pods/a m -- -3", want: "pods/a m -- -3"},
		{name: "a flag", args: "-x -n", want: "-x -n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(negativeLast(strings.Fields(test.args)), " ")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatSetRefuses goes through the flags. None of it reaches a lab: there is
// none of that name.
func TestWhatSetRefuses(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	for _, test := range []struct{ name, args, want string }{
		{name: "no lab", args: "set pods/a m 3 -n shop", want: "the lab none is not up"},
		{name: "negative value", args: "set pods/a m -3 -n shop", want: "the lab none is not up"},
		{name: "negative value after two dashes", args: "set -n shop pods/a m -- -3", want: "the lab none is not up"},
		{name: "negative external value", args: "set --external m -3 -n shop", want: "the lab none is not up"},
		{name: "bad value", args: "set pods/a m many", want: `the value "many" is not a quantity: write a number`},
		{name: "flag that is not known", args: "set pods/a m 3 --bogus", want: "unknown flag: --bogus (see `bin/lab set --help`)"},
		{name: "flag without a value", args: "set pods/a m 3 -n", want: "flag needs an argument: 'n' in -n (see `bin/lab set --help`)"},
		{name: "labels", args: "set --external m 3 --labels a", want: `--labels "a" does not fit`},
		{name: "labels given twice", args: "set --external m 3 --labels a=b --labels a=c", want: `--labels "a=b,a=c" has a key twice`},
		{name: "empty namespace", args: "set pods/a m 3 --namespace=", want: `the namespace "" does not fit`},
		{name: "unset: no lab", args: "unset --external m --labels a=b", want: "the lab none is not up"},
		{name: "unset: labels of an object", args: "unset pods/a m --labels a=b", want: "leave out --labels"},
	} {
		t.Run(test.name, func(t *testing.T) {
			cmd := newCommand(console.New(os.Stderr))
			cmd.SetArgs(append([]string{"--name", "none"}, strings.Fields(test.args)...))
			if err := cmd.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("want %q, got %v", test.want, err)
			}
		})
	}
}
