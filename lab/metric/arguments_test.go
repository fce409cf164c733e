package metric

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/utils/ptr"
)

func TestForSet(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		args Arguments
		want Target
	}{
		{
			name: "object",
			args: Arguments{Words: []string{"pods/web-1", "http_requests", "40"}},
			want: Target{Metric: "http_requests", Resource: "pods", Name: "web-1"},
		},
		{
			name: "object with all there is",
			args: Arguments{Words: []string{"deployments.apps/web", "rps", "40"}, Namespace: ptr.To("shop"), Labels: ptr.To("verb=GET,code=200")},
			want: Target{
				Metric: "rps", Resource: "deployments.apps", Name: "web", Namespace: "shop",
				Labels: labels.Set{"verb": "GET", "code": "200"},
			},
		},
		{
			name: "name with a colon",
			args: Arguments{Words: []string{"clusterroles/system:node", "m", "40"}},
			want: Target{Metric: "m", Resource: "clusterroles", Name: "system:node"},
		},
		{
			name: "external",
			args: Arguments{External: true, Words: []string{"queue_depth", "40"}, Labels: ptr.To("queue=orders")},
			want: Target{Metric: "queue_depth", Labels: labels.Set{"queue": "orders"}},
		},
		{
			name: "external without labels",
			args: Arguments{External: true, Words: []string{"queue_depth", "40"}, Namespace: ptr.To("shop"), Labels: ptr.To("")},
			want: Target{Metric: "queue_depth", Namespace: "shop", Labels: labels.Set{}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, value, err := test.args.ForSet()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("target (-want +got):\n%s", diff)
			}
			if value != "40" {
				t.Errorf("want the value 40, got %q", value)
			}
		})
	}
}

func TestWhatIsRefusedForSet(t *testing.T) {
	t.Parallel()
	const object, external = "lab set pods/web-1 http_requests 40", "lab set --external queue_depth 40 --labels queue=orders"
	for _, test := range []struct {
		name              string
		words             string // separated by spaces
		external          bool
		namespace, labels *string
		want              string
	}{
		{name: "nothing", words: "", want: "OBJECT, METRIC and VALUE are missing, as in: " + object},
		{name: "object only", words: "pods/web-1", want: "METRIC and VALUE are missing, as in: " + object},
		{name: "no value", words: "pods/web-1 m", want: "VALUE is missing, as in: " + object},
		{name: "one too many", words: "pods/web-1 m 40 50", want: `"50" is one word too many: write OBJECT METRIC VALUE, as in: ` + object},
		{name: "flags after two dashes", words: "pods/web-1 m -3 -n shop", want: `"-n" comes after --`},
		{name: "resource and name apart", words: "pods web-1 m 40", want: `write the object as one word, "pods/web-1", as in: ` + object},
		{name: "no object", words: "queue_depth 40", want: `"queue_depth" is no object: write RESOURCE/NAME first, as in: ` + object + "; or --external"},
		{name: "metric first", words: "m pods/web-1 40", want: `"m" is no object: write RESOURCE/NAME first`},
		{name: "no name", words: "pods/ m 40", want: `"pods/" is half an object`},
		{name: "no resource", words: "/web m 40", want: `"/web" is half an object`},
		{name: "group only", words: ".apps/web m 40", want: `".apps/web" is half an object`},
		{name: "a slash in the name", words: "shop/pods/web m 40", want: `"shop/pods/web" is no object: write RESOURCE/NAME`},
		{name: "all objects", words: "pods/* m 40", want: `"pods/*" is more than one object`},
		{name: "parent folder", words: "pods/.. m 40", want: `"pods/.." is no object`},
		{name: "external: nothing", external: true, want: "METRIC and VALUE are missing, as in: " + external},
		{name: "external: no value", external: true, words: "m", want: "VALUE is missing, as in: " + external},
		{name: "external: one too many", external: true, words: "m 40 50", want: `"50" is one word too many: write METRIC VALUE, as in: ` + external},
		{name: "external: object", external: true, words: "pods/web-1 m 40", want: `an external metric describes no object: leave out "pods/web-1", or leave out --external`},
		{name: "empty namespace", words: "pods/web-1 m 40", namespace: ptr.To(""), want: `the namespace "" does not fit`},
		{name: "capital letter in the namespace", words: "pods/web-1 m 40", namespace: ptr.To("Shop"), want: `the namespace "Shop" does not fit`},
		{name: "labels without a value", words: "pods/web-1 m 40", labels: ptr.To("queue"), want: `--labels "queue" does not fit: write KEY=VALUE`},
		{name: "labels with a space", words: "pods/web-1 m 40", labels: ptr.To("a=b c"), want: `--labels "a=b c" does not fit`},
		{name: "labels of a selector", words: "pods/web-1 m 40", labels: ptr.To("a!=b"), want: `--labels "a!=b" does not fit`},
		{name: "labels that end with a comma", words: "pods/web-1 m 40", labels: ptr.To("a=b,"), want: `--labels "a=b," does not fit`},
		{name: "a label twice", words: "pods/web-1 m 40", labels: ptr.To("a=b,a=c"), want: `--labels "a=b,a=c" has a key twice`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			args := Arguments{Words: strings.Fields(test.words), External: test.external, Namespace: test.namespace, Labels: test.labels}
			if got, _, err := args.ForSet(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("want it refused with %q, got %+v, %v", test.want, got, err)
			}
		})
	}
}

func TestWhatIsRefusedForUnset(t *testing.T) {
	t.Parallel()
	const object, external = "lab unset pods/web-1 http_requests", "lab unset --external queue_depth --labels queue=orders"
	for _, test := range []struct {
		name string
		args Arguments
		want string
	}{
		{name: "nothing", want: "OBJECT and METRIC are missing, as in: " + object},
		{name: "value", args: Arguments{Words: []string{"pods/web-1", "m", "40"}}, want: `"40" is one word too many: write OBJECT METRIC, as in: ` + object},
		{name: "labels of an object", args: Arguments{Words: []string{"pods/web-1", "m"}, Labels: ptr.To("a=b")}, want: "leave out --labels"},
		{name: "external: nothing", args: Arguments{External: true}, want: "METRIC is missing, as in: " + external},
		{name: "external: value", args: Arguments{External: true, Words: []string{"m", "40"}}, want: `"40" is one word too many: write METRIC, as in: ` + external},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got, err := test.args.ForUnset(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("want it refused with %q, got %+v, %v", test.want, got, err)
			}
		})
	}
}
