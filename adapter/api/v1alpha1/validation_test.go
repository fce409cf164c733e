package v1alpha1_test

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/adapter/api/apitest"
)

// pods is what a declaration needs beside the part that a row is about.
const (
	pods   = "metric: m\nobjects: {resource: pods, name: web}\n"
	others = "metric: m\nvalue: 1\n"
)

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	kinds := apitest.Kinds(t)
	const (
		number  = `with a suffix if you like`
		smaller = `write a number of at most 9223372036854775 (9.2e15) in magnitude`
		time    = `write a time of 0s or more with its unit`
		start   = `write a date and a time with its zone`
		length  = "999999h999999h999999h" // which 64 bits of nanoseconds cannot hold
	)
	for _, test := range []struct {
		name string
		kind string // SimulatedMetric unless it says otherwise
		spec string
		want string // part of the message; empty if it is taken
	}{
		{name: "value", spec: pods + `value: "40"`},
		{name: "value without quotes", spec: pods + `value: 40`},
		{name: "value with a suffix", spec: pods + `value: 10500m`},
		{name: "value of zero", spec: pods + `value: 0`},
		{name: "negative value", spec: pods + `value: "-3"`},
		{name: "value finer than milli-units", spec: pods + `value: 1n`},
		{name: "value with an exponent", spec: pods + `value: "1e3"`},
		{name: "the largest value", spec: pods + `value: "9223372036854775807m"`},
		{name: "a value one milli-unit too large", spec: pods + `value: "9223372036854775808m"`, want: smaller},
		{name: "the smallest value", spec: pods + `value: "-9223372036854775807m"`},
		{name: "9.2e18", spec: pods + `value: "9.2e18"`, want: smaller},
		{name: "beyond 64 bits", spec: pods + `value: "1e30"`, want: smaller},
		{name: "far below zero", spec: pods + `value: "-1e30"`, want: smaller},
		{name: "integer beyond milli-units of 64 bits", spec: pods + `value: 9223372036854775807`, want: smaller},
		{name: "an exponent that takes minutes", spec: pods + `value: "1e2147483647"`, want: number},
		{name: "an exponent of a point that takes minutes", spec: pods + `curve: [{at: 0s, value: "1e-2147483647"}]`, want: number},
		{name: "an exponent of a rate that takes minutes", spec: pods + "value: 1\nfaults: {errorRate: \"0E999999999\"}", want: "write a number from 0 to 1"},
		{name: "NaN", spec: pods + `value: "NaN"`, want: number},
		{name: "infinity", spec: pods + `value: "+Inf"`, want: number},
		{name: "empty value", spec: pods + `value: ""`, want: number},
		{name: "word", spec: pods + `value: many`, want: number},
		{name: "no digit", spec: pods + `value: "."`, want: number},
		{name: "a sign and no digit", spec: pods + `value: "+."`, want: number},
		{name: "a suffix and no digit", spec: pods + `value: ".k"`, want: number},
		{name: "a point whose value has no digit", spec: pods + `curve: [{at: 0s, value: "-."}]`, want: number},
		{name: "a rate without a digit", spec: pods + "value: 1\nfaults: {errorRate: \".\"}", want: "write a number from 0 to 1"},
		{name: "digits on one side of the point", spec: pods + `curve: [{at: 0s, value: "5."}, {at: 1s, value: ".5"}]`},
		{name: "a fraction without quotes", spec: pods + `value: 0.5`, want: "must be of type integer,string"},
		{name: "1 MB of digits", spec: pods + `value: "` + strings.Repeat("1", 1<<20) + `"`, want: "may not be more than 64 bytes"},

		{name: "curve", spec: pods + `curve: [{at: 0s, value: 10}, {at: 60s, value: "400"}]`},
		{name: "curve in all words", spec: pods + "curve: [{at: 0s, value: 10}, {at: 1m0.5s, value: 1k}]\n" +
			"interpolation: Step\nrepeat: true\nstartTime: \"2026-11-23T10:00:00Z\""},
		{name: "1,000 points", spec: pods + "curve:\n" + manyPoints(1000)},
		{name: "1,001 points", spec: pods + "curve:\n" + manyPoints(1001), want: "must have at most 1000 items"},
		{name: "no points", spec: pods + `curve: []`, want: "should have at least 1 items"},
		{name: "points out of order", spec: pods + `curve: [{at: 60s, value: 1}, {at: 0s, value: 2}]`, want: "write the points in order of their times"},
		{name: "points at once", spec: pods + `curve: [{at: 1m, value: 1}, {at: 60s, value: 2}]`, want: "write the points in order of their times"},
		{name: "point before the start", spec: pods + `curve: [{at: -5s, value: 1}]`, want: time},
		{name: "point without a unit", spec: pods + `curve: [{at: "5", value: 1}]`, want: time},
		{name: "point without a time", spec: pods + `curve: [{value: 1}]`, want: "spec.curve[0].at: Required value"},
		{name: "point without a value", spec: pods + `curve: [{at: 5s}]`, want: "spec.curve[0].value: Required value"},
		{name: "point whose value is no number", spec: pods + `curve: [{at: 5s, value: NaN}]`, want: number},
		{name: "point whose value is too large", spec: pods + `curve: [{at: 5s, value: 1E}]`, want: smaller},
		{name: "interpolation that is not known", spec: pods + "curve: [{at: 5s, value: 1}]\ninterpolation: Cubic", want: `supported values: "Linear", "Step"`},
		{name: "interpolation without a curve", spec: pods + "value: 1\ninterpolation: Step", want: "interpolation and repeat need a curve"},
		{name: "repeat without a curve", spec: pods + "value: 1\nrepeat: true", want: "interpolation and repeat need a curve"},
		{name: "no repeat, without a curve", spec: pods + "value: 1\nrepeat: false"},
		{name: "one point that repeats", spec: pods + "curve: [{at: 5s, value: 1}]\nrepeat: true", want: "needs at least two points"},
		{name: "start that is no time", spec: pods + "value: 1\nstartTime: tomorrow", want: start},
		{name: "start with a zone and a fraction", spec: pods + "value: 1\nstartTime: \"2026-11-25T10:00:00.25+01:00\""},
		{name: "start in small letters", spec: pods + "value: 1\nstartTime: \"2026-11-25t10:00:00z\"", want: start},
		{name: "start in a zone that is none", spec: pods + "value: 1\nstartTime: \"2026-11-25T10:00:00+25:00\"", want: start},
		{name: "start on a day that is none", spec: pods + "value: 1\nstartTime: \"2026-02-29T10:00:00Z\"", want: start},
		{name: "start at a second that is none", spec: pods + "value: 1\nstartTime: \"2026-11-25T23:59:60Z\"", want: start},
		{name: "start without a zone", spec: pods + "value: 1\nstartTime: \"2026-11-25T10:00:00\"", want: start},
		{name: "point in more than 292 years", spec: pods + "curve: [{at: " + length + ", value: 1}]", want: time},
		{name: "point after a hundred years", spec: pods + "curve: [{at: 876000h, value: 1}]"},
		{name: "the last point", spec: pods + "curve: [{at: 0s, value: 1}, {at: 999999h999999m999999m59.5s, value: 1}]"},
		{name: "point at hours twice", spec: pods + "curve: [{at: 0s, value: 1}, {at: 1h1h, value: 1}]", want: time},
		{name: "first point at hours twice", spec: pods + "curve: [{at: " + length + ", value: 1}, {at: 1h, value: 1}]", want: time},
		{name: "start in a leap year", spec: pods + "value: 1\nstartTime: \"2028-02-29T10:00:00Z\""},
		{name: "start in a century that has no leap year", spec: pods + "value: 1\nstartTime: \"2100-02-29T10:00:00Z\"", want: start},
		{name: "start in a month of 30 days", spec: pods + "value: 1\nstartTime: \"2026-11-31T10:00:00Z\"", want: start},
		{name: "value and curve", spec: pods + "value: 1\ncurve: [{at: 5s, value: 1}]", want: "write one of value, such as"},
		{name: "neither value nor curve", spec: pods, want: "write one of value, such as"},

		{name: "external", spec: others + "external: {labels: {queue: orders}}"},
		{name: "external of zero", spec: "metric: m\nvalue: \"-0.0e5\"\nexternal: {}"},
		{name: "external, negative", spec: "metric: m\nvalue: -1\nexternal: {}", want: "write values of 0 or more"},
		{name: "external, a negative text", spec: "metric: m\nvalue: \"-0.01\"\nexternal: {allowNegative: false}", want: "write values of 0 or more"},
		{name: "external, negative in between", spec: "metric: m\ncurve: [{at: 0s, value: 1}, {at: 1s, value: -1m}, {at: 2s, value: 1}]\nexternal: {}", want: "write values of 0 or more"},
		{name: "external, negative as it is meant", spec: "metric: m\nvalue: -1\nexternal: {allowNegative: true}"},
		{name: "external, a negative curve as it is meant", spec: "metric: m\ncurve: [{at: 0s, value: -1}]\nexternal: {allowNegative: true}"},
		{name: "external, a point without a value", spec: "metric: m\ncurve: [{at: 0s}]\nexternal: {}", want: "spec.curve[0].value: Required value"},
		{name: "external, a value that is no number", spec: "metric: m\nvalue: NaN\nexternal: {}", want: number},
		{name: "external, 1,000 points", spec: "metric: m\nexternal: {}\ncurve:\n" + manyPoints(1000)},
		{name: "external without labels", spec: others + "external: {}"},
		{name: "selector", spec: others + "objects: {resource: pods, selector: {matchLabels: {app: web}}}\nshare: Total"},
		{name: "selector of everything", spec: others + "objects: {resource: pods, selector: {}}\nshare: Each"},
		{name: "expressions", spec: others + "objects: {resource: pods, selector: {matchExpressions: [{key: a, operator: In, values: [b]}, {key: c, operator: Exists}]}}"},
		{name: "resource with a group", spec: others + "objects: {resource: ingresses.networking.k8s.io, name: web}"},
		{name: "custom resource", spec: others + "objects: {resource: widgets.example.com, name: web}"},
		{name: "objects and external", spec: pods + "value: 1\nexternal: {}", want: "write one of objects, which the metric describes, and external"},
		{name: "neither objects nor external", spec: others, want: "write one of objects, which the metric describes, and external"},
		{name: "name and selector", spec: others + "objects: {resource: pods, name: web, selector: {}}", want: "write one of name, of one object, and selector"},
		{name: "neither name nor selector", spec: others + "objects: {resource: pods}", want: "write one of name, of one object, and selector"},
		{name: "no resource", spec: others + "objects: {name: web}", want: "spec.objects.resource: Required value"},
		{name: "kind", spec: others + "objects: {resource: Pod, name: web}", want: "write the plural name, with its group"},
		{name: "resource that only discovery can tell", spec: others + "objects: {resource: nosuch.example.com, name: a}"},
		{name: "operator that is not known", spec: others + "objects: {resource: pods, selector: {matchExpressions: [{key: a, operator: Like, values: [b]}]}}", want: `supported values: "In", "NotIn", "Exists", "DoesNotExist"`},
		{name: "operator without values", spec: others + "objects: {resource: pods, selector: {matchExpressions: [{key: a, operator: In}]}}", want: "write matchExpressions with the operator In or NotIn"},
		{name: "operator with values too many", spec: others + "objects: {resource: pods, selector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}", want: "write matchExpressions with the operator In or NotIn"},
		{name: "name of all objects", spec: others + "objects: {resource: pods, name: \"*\"}", want: "write a selector for several"},
		{name: "name with a slash", spec: others + "objects: {resource: widgets.example.com, name: a/b}", want: "objects.name is the name of one object"},
		{name: "name with a capital", spec: others + "objects: {resource: pods, name: Web}", want: "objects.name is one that no such object can have"},
		{name: "name with a capital, with a group", spec: others + "objects: {resource: deployments.apps, name: Web}", want: "objects.name is one that no such object can have"},
		{name: "name with a capital and a colon, of a role", spec: others + "objects: {resource: roles.rbac.authorization.k8s.io, name: \"system:Web\"}"},
		{name: "name with a colon, of a custom resource of another API server", spec: others + "objects: {resource: groups.user.openshift.io, name: \"system:web\"}"},
		{name: "resource with a version", spec: others + "objects: {resource: deployments.v1.apps, name: web}", want: "leave the version out"},
		{name: "resource with a version, custom", spec: others + "objects: {resource: widgets.v1beta1.example.com, name: web}", want: "leave the version out"},
		{name: "key that is none", spec: others + "objects: {resource: pods, selector: {matchLabels: {app=web: a}}}", want: "write the keys of labels"},
		{name: "value that is none", spec: others + "objects: {resource: pods, selector: {matchLabels: {app: my web}}}", want: "write the value of a label"},
		{name: "key of an expression that is none", spec: others + "objects: {resource: pods, selector: {matchExpressions: [{key: my app, operator: Exists}]}}", want: "write the key of a label"},
		{name: "value of an expression that is none", spec: others + "objects: {resource: pods, selector: {matchExpressions: [{key: app, operator: In, values: [-]}]}}", want: "write the value of a label"},
		{name: "key with a prefix, and an empty value", spec: others + "objects: {resource: pods, selector: {matchLabels: {app.kubernetes.io/name: \"\"}}}"},
		{name: "share that is not known", spec: pods + "value: 1\nshare: Some", want: `supported values: "Each", "Total"`},
		{name: "share of an external metric", spec: others + "external: {}\nshare: Total", want: "remove share"},
		{name: "no metric", spec: "objects: {resource: pods, name: web}\nvalue: 1", want: "spec.metric: Required value"},
		{name: "empty metric", spec: "metric: \"\"\nexternal: {}\nvalue: 1", want: "write a name without / and %"},
		{name: "metric with a slash", spec: "metric: a/b\nexternal: {}\nvalue: 1", want: "write a name without / and %"},
		{name: "metric with a percent sign", spec: "metric: a%2fb\nexternal: {}\nvalue: 1", want: "write a name without / and %"},
		{name: "metric of one dot", spec: "metric: .\nexternal: {}\nvalue: 1", want: "write a name without / and %"},
		{name: "metric of two dots", spec: "metric: ..\nexternal: {}\nvalue: 1", want: "write a name without / and %"},
		{name: "metric of a cloud", spec: "metric: pubsub.googleapis.com|subscription|num_undelivered_messages\nexternal: {}\nvalue: 1"},
		{name: "metric of a query", spec: "metric: \"avg:nginx.net.request_per_s{kube_container_name:nginx, zone:é} @ 1m\"\nexternal: {}\nvalue: 1"},
		{name: "external metric that is a part of a namespace", spec: "metric: status\nexternal: {}\nvalue: 1", want: "write another name than status and finalize"},
		{name: "another one", spec: "metric: finalize\nexternal: {}\nvalue: 1", want: "write another name than status and finalize"},
		{name: "metric of objects with that name", spec: "metric: status\nobjects: {resource: pods, name: web}\nvalue: 1"},
		{name: "metric of Prometheus", spec: "metric: job:http_requests:rate5m\nexternal: {}\nvalue: 1"},

		{name: "faults", spec: pods + "value: 1\nfaults: {errorRate: \"0.1\", errorCode: 503, errorMessage: down, seed: 7, latency: 200ms, staleFor: 5m, missing: false}"},
		{name: "always an error", spec: pods + "value: 1\nfaults: {errorRate: 1}"},
		{name: "error rate above 1", spec: pods + "value: 1\nfaults: {errorRate: \"1.1\"}", want: "write a number from 0 to 1"},
		{name: "error rate below 0", spec: pods + "value: 1\nfaults: {errorRate: \"-0.1\"}", want: "write a number from 0 to 1"},
		{name: "error rate in percent", spec: pods + "value: 1\nfaults: {errorRate: \"10%\"}", want: "write a number from 0 to 1"},
		{name: "code of no error", spec: pods + "value: 1\nfaults: {errorRate: 1, errorCode: 200}", want: "from 400 to 599"},
		{name: "the first code", spec: pods + "value: 1\nfaults: {errorRate: 1, errorCode: 400}"},
		{name: "the last code", spec: pods + "value: 1\nfaults: {errorRate: 1, errorCode: 599}"},
		{name: "a code below", spec: pods + "value: 1\nfaults: {errorRate: 1, errorCode: 399}", want: "from 400 to 599"},
		{name: "a code above", spec: pods + "value: 1\nfaults: {errorRate: 1, errorCode: 600}", want: "from 400 to 599"},
		{name: "10,000 labels", spec: others + "external: {labels: {" + manyLabels(10_000) + "}}"},
		{name: "code without a rate", spec: pods + "value: 1\nfaults: {errorCode: 503}", want: "need an errorRate"},
		{name: "negative latency", spec: pods + "value: 1\nfaults: {latency: -1s}", want: time},
		{name: "negative age", spec: pods + "value: 1\nfaults: {staleFor: -5m}", want: time},
		{name: "latency of more than 292 years", spec: pods + "value: 1\nfaults: {latency: " + length + "}", want: time},
		{name: "age of more than 292 years", spec: pods + "value: 1\nfaults: {staleFor: " + length + "}", want: time},
		{name: "latency that is no time", spec: pods + "value: 1\nfaults: {latency: long}", want: time},

		{name: "of a namespace", kind: "ClusterSimulatedMetric", spec: others + "objects: {resource: namespaces, name: shop}"},
		{name: "of nodes", kind: "ClusterSimulatedMetric", spec: others + "objects: {resource: nodes, selector: {}}\nshare: Total"},
		{name: "of a root-scoped custom resource", kind: "ClusterSimulatedMetric", spec: others + "objects: {resource: widgets.example.com, name: a}"},
		{name: "of a namespace with a capital", kind: "ClusterSimulatedMetric", spec: others + "objects: {resource: namespaces, name: Shop}", want: "objects.name is one that no such object can have"},
		{name: "of an address", kind: "ClusterSimulatedMetric", spec: others + "objects: {resource: ipaddresses.networking.k8s.io, name: \"2001:db8::1\"}"},
		{name: "resource that only discovery can tell, of a cluster", kind: "ClusterSimulatedMetric", spec: others + "objects: {resource: pods, name: a}"},
		{name: "no objects", kind: "ClusterSimulatedMetric", spec: others, want: "spec.objects: Required value"},
		{name: "bad value", kind: "ClusterSimulatedMetric", spec: "metric: m\nobjects: {resource: nodes, name: a}\nvalue: NaN", want: number},
		{name: "cluster: value and curve", kind: "ClusterSimulatedMetric", spec: others + "objects: {resource: nodes, name: a}\ncurve: [{at: 5s, value: 1}]", want: "write one of value, such as"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			kind := test.kind
			if kind == "" {
				kind = "SimulatedMetric"
			}
			errs := kinds[kind](t.Context(), declare(t, kind, test.spec))
			for _, err := range errs { // the API server would refuse every change of an object that is stored
				if strings.Contains(err.Detail, "evaluating rule") {
					t.Errorf("a rule cannot be evaluated: %v", err)
				}
			}
			switch {
			case test.want == "" && len(errs) > 0:
				t.Errorf("it is refused: %.500s", errs.ToAggregate())
			case test.want != "" && (len(errs) == 0 || !strings.Contains(errs.ToAggregate().Error(), test.want)):
				t.Errorf("want it refused with %q, got %.500v", test.want, errs.ToAggregate())
			}
		})
	}
}

func declare(t *testing.T, kind, spec string) *unstructured.Unstructured {
	t.Helper()
	var content any
	data, err := yaml.YAMLToJSON([]byte(spec))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &content); err != nil { // integers become int64, as in an API server
		t.Fatal(err)
	}
	metadata := map[string]any{"name": "a"}
	if kind == "SimulatedMetric" {
		metadata["namespace"] = "shop"
	}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "lab.example.com/v1alpha1", "kind": kind, "metadata": metadata, "spec": content,
	}}
}

func manyPoints(n int) string {
	var points strings.Builder
	for i := range n {
		fmt.Fprintf(&points, "- {at: %ds, value: %d}\n", i, i)
	}
	return points.String()
}

func manyLabels(n int) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, "l%d: v%d, ", i, i)
	}
	return all.String()
}
