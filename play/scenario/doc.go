// Package scenario reads scenario files: what to play, and what is expected of it. They are kept beside the HPAs that they are
// about, and are written as those of `promtool test rules` are.
//
//	manifests: [../deploy/hpa.yaml, ../deploy]  # files and kustomizations, relative to this file
//	controller: {syncPeriod: 15s}               # flags of the HPA controller that are not Kubernetes' defaults
//	tests:
//	- name: the flash crowd of Friday
//	  duration: 30m
//	  podLimit: 40                              # the nodes have room for so many pods
//	  sampleEvery: 5s                           # the state is noted so often, beside each change
//	  workloads:                                # what is known beyond the manifests
//	  - target: Deployment/web                  # namespace: shop, labels and requests too, if no manifest has it
//	    replicas: 2                             # else those of the manifest, or the HPA's minReplicas
//	    startup: {pending: 2s, min: 5s, max: 40s, fail: "0.05", seed: 3}
//	    serves: {load: {trace: load.csv}, capacity: "50"}
//	  metrics:                                  # as the specs of SimulatedMetrics
//	  - metric: http_requests
//	    objects: {resource: pods, selector: {matchLabels: {app: web}}}
//	    share: Total
//	    curve: [{at: 0s, value: "10"}, {at: 60s, value: "400"}]
//	  - {metric: queue_depth, external: {labels: {queue: orders}}, trace: queue.csv}
//	  - {metric: cpu, resource: {container: app}, value: 250m}
//	  - {metric: waiting, external: {}, of: backlog}
//	  unserved: [latency]                       # metrics of HPAs that are meant to be missing
//	  expect:
//	  - replicas: {min: 3, max: 10, from: 5m, to: 20m}
//	  - reaches: {replicas: 8, by: 4m}
//	  - never: {above: 12}
//	  - directionChanges: {max: 2}
//	  - value: {metric: http_requests, above: "120", forAtMost: 2m}
//	  - condition: {type: ScalingLimited, status: "True", reason: TooManyReplicas, seen: false}
//	  - event: {reason: SuccessfulRescale, seen: true}
//	  - cost: {replicaHours: "4"}
//
// Of manifests, HPAs are taken, and what they scale; other objects are for a cluster alone. What an API server refuses of an
// HPA is refused in its words. With several HPAs an expectation says which it is about (hpa: web, or shop/web); with several
// workloads a metric of pods says of which (workload: web). Where HPAs are in several namespaces, metrics have a namespace.
//
// Metrics are Pods (objects: {resource: pods}), Object (objects with a name), External, or Resource and ContainerResource
// (resource: {container: app}). Their value is a value, a curve or a trace, with interpolation, repeat and faults as in a
// SimulatedMetric (but startTime, since a play begins when it begins), or it is of a workload that serves: its load, what is served, the backlog, or the utilization, which is
// full (the container's request, if it is not said) for a pod that does all that it can, and starting for one that is not
// Ready.
//
// A trace is a CSV file of lines time,value. Times are durations (90s), seconds, or dates of RFC 3339, all in one form; dates,
// and seconds since 1970, count from the first one. A first line that has neither time nor value is a header, and lines that
// begin with # are comments.
//
// Replicas are those that the scale asks for. A window is from one moment until just before another one; without from and to it
// is the whole test. Times of values add up: a value counts from the look of the controller that sees it until the next one.
//
// An expectation that cannot fail is an error, as is a metric that an HPA asks for and nothing serves. Beside this text there
// is a JSON schema for editors: schema.json.
package scenario
