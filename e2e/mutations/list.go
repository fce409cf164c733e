package main

import "slices"

// mutation is one way to break the adapter: a text in a file that is there once,
// and what takes its place.
type mutation struct {
	what, file, from, to string
}

const (
	simulatedSource  = "adapter/source/simulated/"
	simulationFolder = "adapter/simulation/"
	providerFolder   = "adapter/provider/"
	usageFolder      = "adapter/usage/"
	serverFile       = "adapter/server/server.go"
)

// mutations are all of them.
func mutations() []mutation { return slices.Concat(ofCode(), ofManifests()) }

func ofCode() []mutation {
	return []mutation{
		{"wrong value", simulationFolder + "simulation.go", "milli = v.curve.value(measured.Sub(v.start))", "milli = v.curve.value(measured.Sub(v.start)) * 2"},
		{"wrong unit", simulatedSource + "declaration.go", "resource.NewMilliQuantity(milli", "resource.NewQuantity(milli"},
		{"ignored share", simulationFolder + "simulation.go", "if v.total {", "if false {"},
		{"stale time", simulatedSource + "declaration.go", "Time: measured", "Time: measured.Add(-time.Hour)"},
		{"time of now for a stale sample", simulatedSource + "declaration.go", "milli, measured := d.value.Of(now, i, n)", "milli, measured := d.value.Of(now, i, n)\n\tmeasured = now"},
		{"a curve that stands still", simulationFolder + "simulation.go", "measured.Sub(v.start)", "0"},
		{"start ignored", simulationFolder + "simulation.go", "if declared.StartTime != nil {", "if false {"},
		{"no injected errors", simulationFolder + "faults.go", "if f.rate == 0 || f.rate == always {", "if true {\n\t\treturn false\n\t}\n\tif f.rate == 0 || f.rate == always {"},
		{"no latency", simulatedSource + "faults.go", "sleep(ctx, s.clock, latency)", "sleep(ctx, s.clock, 0*latency)"},
		{"missing is served", simulatedSource + "external.go", "if !d.value.Faults.Missing {", "if true {"},
		{"conflict is not noticed", simulatedSource + "external.go", "series[d.series]; taken {", "series[d.series]; taken && false {"},
		{"no series may be negative", simulatedSource + "declaration.go", "AllowNegative: d.negative}", "AllowNegative: false}"},
		{"external metric of every namespace", simulatedSource + "subject.go", "external: true, namespace: namespace}", "external: true}"},
		{"deleted declaration is kept", simulatedSource + "start.go", "before := s.declared.remove(o.declaration.reference)", "before := o.declaration"},
		{"changed declaration is not seen", simulatedSource + "start.go", "UpdateFunc: func(_, object any) { put(object) },", "UpdateFunc: func(any, any) {},"},
		{"the scope of a resource is not looked at", simulatedSource + "assess.go", "case !found.Namespaced && of.metric.Namespaced:", "case false:"},
		{"objects are counted once", simulatedSource + "status.go", "w.changed.AddAfter(place{resource, namespace}, settle)", "_ = place{resource, namespace}"},
		{"a conflict is not said", simulatedSource + "assess.go", "switch conflict := covered.conflict(d); {", "switch conflict := error(nil); {"},
		{"no other source is asked", providerFolder + "ask.go", "if !errors.Is(err, source.ErrUnknownMetric) {", "if true {"},
		{"no other source is asked for a list", providerFolder + "ask.go", "asked := all.left(objects)", "asked := all.left(objects)\n\t\tif all.known {\n\t\t\tbreak\n\t\t}"},
		{"an object that has gone is kept", "adapter/objects/changes.go", "objects.remove(gone)", "_ = gone"},
		{"no other source is asked for external series", providerFolder + "external.go", "if !errors.Is(err, source.ErrUnknownMetric) {", "if true || errors.Is(err, source.ErrUnknownMetric) {"},
		{"wrong namespace", providerFolder + "value.go", "Namespace:  object.Namespace,", "Namespace:  \"default\","},
		{"wrong apiVersion", providerFolder + "target.go", "apiVersion: resource.Kind.GroupVersion().String()", "apiVersion: \"/\" + resource.Kind.Version"},
		{"wrong name", providerFolder + "value.go", "Name:       object.Name,", "Name:       t.metric.Name,"},
		{"ignored object selector", providerFolder + "custom.go", "p.Objects.List(ctx, t.resource.GroupVersionResource, namespace, selector)", "p.Objects.List(ctx, t.resource.GroupVersionResource, namespace, labels.Everything())"},
		{"ignored selector of external series", providerFolder + "external.go", "if sample.Missing || !metricSelector.Matches(sample.Labels) {", "if sample.Missing {"},
		{"ignored metric label selector, by name", providerFolder + "custom.go", "if !t.selector.Matches(sample.Labels) {", "if false {"},
		{"ignored metric label selector, by selector", providerFolder + "value.go", "!sample.Missing && t.selector.Matches(sample.Labels)", "!sample.Missing"},
		{"the selector is not repeated", providerFolder + "value.go", "Selector: t.labelSelector}", "Selector: nil}"},
		{"wrong kind", providerFolder + "value.go", "t.resource.Kind.Kind,", "t.resource.Resource,"},
		{"external series without labels", providerFolder + "external.go", "MetricLabels: sample.Labels,", "MetricLabels: nil,"},
		{"external series without a name", providerFolder + "external.go", "MetricName:   metric,", "MetricName:   \"\","},
		{"discovered as root-scoped", providerFolder + "catalog.go", "Namespaced:    metric.Namespaced,", "Namespaced:    false,"},
		{"a changed version of a resource is not learnt", "adapter/wiring.go", "metadataClient, mapping.Invalidate)", "metadataClient, func() {})"},
		{"discovered once", "adapter/objects/refresh.go", "discoveryInterval = 2 * time.Second", "discoveryInterval = 2 * time.Hour"},
		{"pods that have ended count", "adapter/objects/listwatch.go", "if !CanEnd(resource) {", "if true {"},
		{"no check that the object exists", providerFolder + "custom.go", "if !exists {", "if !exists && false {"},
		{"injected error is hidden", providerFolder + "errors.go", "); ok {\n\t\treturn err\n\t}", "); ok && false {\n\t\treturn err\n\t}"},
		{"what was discovered once stays", "adapter/server/discovery.go", "same(last.custom, custom) && same(last.external, external)", "last.by != nil"},
		{"no external metrics", serverFile, "\ts.base.WithExternalMetrics(answers)\n", ""},
		{"no custom metrics", serverFile, "\ts.base.WithCustomMetrics(answers)\n", ""},
		{"unauthenticated write", serverFile, "\tconfig, err := s.base.Config()\n", "\tfor prefix := range handlers {\n\t\ts.base.Authorization.AlwaysAllowPaths = append(s.base.Authorization.AlwaysAllowPaths, prefix+\"*\")\n\t}\n\tconfig, err := s.base.Config()\n"},
		{"profiles for everybody", serverFile, "\tif err := metrics.RegisterMetrics(", "\ts.base.Authorization.AlwaysAllowPaths = append(s.base.Authorization.AlwaysAllowPaths, \"/debug/*\")\n\tif err := metrics.RegisterMetrics("},
		{"a write that is not stored", "adapter/write/handler.go", "if err := h.store.Apply(ctx, object, setting.Manager); err != nil {", "if err := error(nil); err != nil || setting.Manager == \"\" {"},
		{"a path is cleaned before it is read", "adapter/write/path.go", "split(u.EscapedPath())", "split((&url.URL{Path: u.Path}).JoinPath().EscapedPath())"},
		{"use of another container", usageFolder + "containers.go", "case name == one:", "case name != one:"},
		{"use is not spread", usageFolder + "containers.go", "simulation.Share(total.MilliValue(), i, n)", "simulation.Share(total.MilliValue(), i, 1)"},
		{"memory for CPU", usageFolder + "usage.go", "used[name][resource] = sample", "used[name][corev1.ResourceCPU] = sample"},
		{"pods without use have none", usageFolder + "usage.go", "if of := used[names[i]]; of != nil {", "if of := used[names[i]]; of != nil || i >= 0 {"},
	}
}
