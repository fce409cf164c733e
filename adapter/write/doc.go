// Package write is the write API: it sets the value of a metric with one HTTP request, for scripts and for whoever has
// no kubectl at hand.
//
//	POST /write-metrics/namespaces/{namespace}/{resource}/{name}/{metric}   an object in a namespace
//	POST /write-metrics/{resource}/{name}/{metric}                          an object in no namespace
//	POST /write-metrics/namespaces/{name}/metrics/{metric}                  a namespace itself
//
// The body is a quantity as JSON, "300m" or 300 or 10.5. The query labels=a=b,c=d gives the sample labels. Paths, body
// and query are those of the test adapter of custom-metrics-apiserver (test-adapter/provider/provider.go), whose paths
// are those that the custom metrics API is read by. Other than there, a value is stored in a SimulatedMetric or a
// ClusterSimulatedMetric: it outlives the adapter, all replicas serve it, and kubectl shows it. The answer, a Status,
// comes after the API server has stored it.
//
// Who may write what is not decided here. The handler stands behind the authentication and the authorisation of the
// API server library, which asks RBAC whether the user may post to the decoded path (nonResourceURLs). The adapter then
// acts with rights of its own. So a request must mean here what it meant there: a path is taken as it is or refused,
// and never cleaned.
package write
