package e2e

import (
	"context"
	"strings"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

// formatsAndMistakes: clients get the format that they ask for, and hear what is wrong
// with what they ask, as an error of theirs.
func formatsAndMistakes() types.Feature {
	const (
		ns       = "formats"
		custom   = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/" + ns + "/services/*/formats"
		external = "/apis/external.metrics.k8s.io/v1beta1/namespaces/" + ns + "/formats"
		partial  = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
		table    = "application/json;as=Table;g=meta.k8s.io;v=v1"
	)
	feature := features.New("formats and mistakes").
		WithSetup("a service", makeServices(ns, workloadName)).
		WithSetup("a metric", simulated(ns, "metric", ofService("formats", constant("7")))).
		WithSetup("an external metric", simulated(ns, "external", ofQueue("formats", "orders", constant("7")))).
		WithSetup("both are known", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForAnswer(ctx, t, cfg, custom)
			waitForAnswer(ctx, t, cfg, external)
			return ctx
		})
	for _, row := range []struct {
		name, path, accept string
		code               int
		format, content    string // of the answer
	}{
		{"custom, JSON", custom, "application/json", 200, "application/json", `"value":"7"`},
		{"custom, YAML", custom, "application/yaml", 200, "application/yaml", "kind: MetricValueList"},
		{"custom, protobuf", custom, "application/vnd.kubernetes.protobuf", 200, "application/vnd.kubernetes.protobuf", "MetricValueList"},
		{"custom, CBOR, which is not offered", custom, "application/cbor", 406, "", "application/yaml"},
		{"custom, CBOR or else JSON", custom, "application/cbor,application/json", 200, "application/json", `"value":"7"`},
		{"custom, a table or else JSON", custom, table + ",application/json", 200, "application/json", `"kind":"MetricValueList"`},
		{"external, JSON", external, "application/json", 200, "application/json", `"value":"7"`},
		{"external, YAML", external, "application/yaml", 200, "application/yaml", "kind: ExternalMetricValueList"},
		{"external, protobuf", external, "application/vnd.kubernetes.protobuf", 200, "application/vnd.kubernetes.protobuf", "ExternalMetricValueList"},
		{"external, CBOR, which is not offered", external, "application/cbor", 406, "", "application/yaml"},
		{"external, CBOR or else JSON", external, "application/cbor,application/json", 200, "application/json", `"value":"7"`},
		{"external, a table, which is not offered", external, table, 406, "", "application/yaml"},
		{"external, a table or else JSON", external, table + ",application/json", 200, "application/json", `"value":"7"`},
		{"external, metadata or else JSON", external, partial + ",application/json", 200, "application/json", `"kind":"ExternalMetricValueList"`},
		{"external, metadata", external, partial, 406, "", "external metrics have no metadata"},
		{"custom, a format that is not known", custom, "application/xml", 406, "", "NotAcceptable"},
		{"custom, malformed metric label selector", custom + "?metricLabelSelector=a+in+(", "application/json", 400, "", "metricLabelSelector: unable to parse"},
		{"custom, malformed label selector", custom + "?labelSelector=a+in+(", "application/json", 400, "", "unable to parse"},
		{"external, malformed label selector", external + "?labelSelector=a+in+(", "application/json", 400, "", "unable to parse"},
	} {
		feature.Assess(row.name, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			var code int
			var format string
			body, err := rawClient(t, restConfig(cfg)).Get().RequestURI(row.path).SetHeader("Accept", row.accept).
				Do(ctx).StatusCode(&code).ContentType(&format).Raw()
			if code != row.code || (err == nil) != (row.code == 200) || !strings.Contains(string(body), row.content) {
				t.Errorf("got %d, %v: %q, want %d with %q", code, err, body, row.code, row.content)
			}
			if row.format != "" && !strings.HasPrefix(format, row.format) {
				t.Errorf("got %s, want %s", format, row.format)
			}
			return ctx
		})
	}
	return feature.WithTeardown("namespace", deleteNamespace(ns)).Feature()
}
