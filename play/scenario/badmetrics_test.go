package scenario

func badMetrics() []bad {
	return []bad{
		{
			"unserved metric", one(),
			`3: no metric serves http_requests (Pods) of the HPA shop/web: write under metrics: - {metric: http_requests, objects: {resource: pods}, value: "10"}; or, if that is meant, unserved: [http_requests]`, false,
		},
		{
			"unserved metric of another type", metric(`external: {}, value: "1"`),
			`3: no metric serves http_requests (Pods) of the HPA shop/web (the one of that name has another type or namespace, or other objects or labels): write under metrics: - {metric: http_requests, objects: {resource: pods}, value: "10"}; or, if that is meant, unserved: [http_requests]`, false,
		},
		{
			"unserved metric of other pods", metric(`objects: {resource: pods, selector: {matchLabels: {app: x}}}, value: "1"`),
			`3: no metric serves http_requests (Pods) of the HPA shop/web (the one of that name has another type or namespace, or other objects or labels): write under metrics: - {metric: http_requests, objects: {resource: pods}, value: "10"}; or, if that is meant, unserved: [http_requests]`, false,
		},
		{
			"unserved, but served", one(served, "unserved: [http_requests]"),
			"6: no HPA lacks the metric http_requests: remove it from unserved", false,
		},
		{
			"metric of nothing", metric(`value: "1"`),
			"5: a metric has 0 of objects, external, resource: write one of them", true,
		},
		{
			"metric of two", metric(`external: {}, resource: {}, value: "1"`),
			"5: a metric has 2 of objects, external, resource: write one of them", true,
		},
		{
			"metric without a value", metric(`objects: {resource: pods}`),
			"5: a metric has 0 of value, curve, trace: write one of them", true,
		},
		{
			"value and curve", metric(`objects: {resource: pods}, value: "1", curve: [{at: 0s, value: "1"}]`),
			"5: a metric has 2 of value, curve, trace: write one of them", true,
		},
		{
			"NaN", metric(`objects: {resource: pods}, value: NaN`),
			`5: value: the value "NaN" is not a quantity: write a number, with a suffix if you like, such as 40, 10500m or 1.5k`, true,
		},
		{
			"YAML's NaN", metric(`objects: {resource: pods}, value: .nan`),
			`5: value: the value ".nan" is not a quantity: write a number, with a suffix if you like, such as 40, 10500m or 1.5k`, true,
		},
		{
			"huge", metric(`objects: {resource: pods}, value: "1e300"`),
			"5: value: the value 1e300 is too large: write a number of at most 9223372036854775 (9.2e15) in magnitude, since metrics are counted in milli-units of 64 bits", false,
		},
		{
			"value is a list", metric(`objects: {resource: pods}, value: [1]`),
			"5: value is not a text: write a single value", true,
		},
		{
			"empty curve", metric(`objects: {resource: pods}, curve: []`),
			`5: curve has no points: write some, such as [{at: 0s, value: "10"}, {at: 60s, value: "400"}]`, true,
		},
		{
			"curve backwards", metric(`objects: {resource: pods}, curve: [{at: 10s, value: "1"}, {at: 5s, value: "2"}]`),
			"5: the point at 5s comes after the one at 10s: write the points in order of time", false,
		},
		{
			"curve before the start", metric(`objects: {resource: pods}, curve: [{at: -10s, value: "1"}]`),
			"5: at -10s is not from 0s to 8784h: write a time between them", true,
		},
		{
			"point without a value", metric(`objects: {resource: pods}, curve: [{at: 10s}]`),
			`5: a point has no value: write value: "400"`, true,
		},
		{
			"repeat of a value", metric(`objects: {resource: pods}, value: "1", repeat: true`),
			"5: repeat needs a curve or a trace: write one instead of value, or remove it", false,
		},
		{
			"repeat of a point", metric(`objects: {resource: pods}, curve: [{at: 5s, value: "1"}], repeat: true`),
			"5: a curve that repeats needs at least two points: the last one says when it begins anew", false,
		},
		{
			"interpolation", metric(`objects: {resource: pods}, curve: [{at: 5s, value: "1"}], interpolation: step`),
			`5: interpolation "step" is unknown: write Step`, true,
		},
		{
			"negative external", one(`metrics: [{metric: q, external: {}, value: "-1"}]`, "unserved: [http_requests]"),
			"5: the value -1 is negative: an HPA takes a negative sum for an overflow and goes to maxReplicas; to show that, allow it: external: {allowNegative: true}", false,
		},
		{
			"share of an external metric", one(`metrics: [{metric: q, external: {}, value: "1", share: Total}]`, "unserved: [http_requests]"),
			"5: remove share: it splits a value over pods, and there are none here", true,
		},
		{
			"share", metric(`objects: {resource: pods}, value: "1", share: total`),
			`5: share "total" is unknown: write Total`, true,
		},
		{
			"pods by name", metric(`objects: {resource: pods, name: web-1}, value: "1"`),
			"5: remove name: the pods of a play come and go; write a selector, or nothing for those of the workload", true,
		},
		{
			"unknown resource of objects", metric(`objects: {resource: pod, name: a}, value: "1"`),
			"5: the resource pod is unknown: write its plural name, with its group if it has one, such as pods, services or deployments.apps", false,
		},
		{
			"object without a name", metric(`objects: {resource: services}, value: "1"`),
			"5: objects has no name: write name: web", true,
		},
		{
			"selector", metric(`objects: {resource: pods, selector: {matchExpressions: [{key: app, operator: In}]}}, value: "1"`),
			"5: the selector cannot be used: values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty", false,
		},
		{
			"label", metric(`objects: {resource: pods, metricLabels: {"a b": c}}, value: "1"`),
			"5: the label a b: name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName', or 'my.name', or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')", false,
		},
		{
			"negative resource", one(`metrics: [{metric: cpu, resource: {}, value: "-1"}]`, "unserved: [http_requests]"),
			"5: the value -1 of the resource is less than 0: write at least that", false,
		},
		{
			"unknown resource", one(`metrics: [{metric: gpu, resource: {}, value: "1"}]`, "unserved: [http_requests]"),
			`5: the resource "gpu" is not one that is measured: write cpu`, true,
		},
		{
			"unknown container", one(`metrics: [{metric: cpu, resource: {container: ap}, value: "1"}]`, "unserved: [http_requests]"),
			"5: Deployment/web has no container ap: write app", false,
		},
		{
			"unknown workload of a metric", one(`metrics: [{metric: cpu, resource: {}, workload: wep, value: "1"}]`, "unserved: [http_requests]"),
			"5: there is no workload wep in the namespace shop: write web", false,
		},
		{
			"of a workload that does not serve", metric(`objects: {resource: pods}, of: load`),
			`5: Deployment/web does not serve: write under workloads: - {target: Deployment/web, serves: {load: {value: "100"}, capacity: "50"}}`, false,
		},
		{
			"of what", metric(`objects: {resource: pods}, of: lod`),
			`5: of "lod" is unknown: write load`, true,
		},
		{
			"of and value", one(`workloads: [{target: Deployment/web, serves: {load: {value: "1"}, capacity: "1"}}]`, `metrics: [{metric: http_requests, objects: {resource: pods}, of: load, value: "1"}]`),
			"6: of says what the value is: remove value", true,
		},
		{
			"utilization of what", one(`workloads: [{target: Deployment/web, serves: {load: {value: "1"}, capacity: "1"}}]`, `metrics: [{metric: http_requests, objects: {resource: pods}, of: utilization}]`),
			"6: a metric does not say what a pod has that is fully used: write full: 500m", false,
		},
		{
			"full of a value", metric(`objects: {resource: pods}, value: "1", full: "2"`),
			"5: full needs of: utilization: write it, or remove full", true,
		},
		{
			"error rate", metric(`objects: {resource: pods}, value: "1", faults: {errorRate: "1.1"}`),
			"5: errorRate 1.1 is not a part: write a number from 0 to 1", false,
		},
		{
			"error code", metric(`objects: {resource: pods}, value: "1", faults: {errorRate: "1", errorCode: 200}`),
			`5: errorCode "200" is not a whole number from 400 to 599: write one`, true,
		},
		{
			"error code without a rate", metric(`objects: {resource: pods}, value: "1", faults: {errorCode: 500}`),
			`5: errorCode needs an errorRate, from 0 to 1: write "1" for errors only`, true,
		},
		{
			"startTime means nothing here", metric(`objects: {resource: pods}, value: "1", startTime: "2026-11-23T10:00:00Z"`),
			`5: unknown field "startTime" in a metric: write starting`, true,
		},
	}
}
