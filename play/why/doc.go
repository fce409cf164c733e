// Package why says in plain words why the HPA controller decided as it did. Most of that the controller says itself, in what it
// proposed and in the HPA's conditions. What it does not say, such as which earlier proposal still counts, is computed by the
// rules of Kubernetes 1.37: pkg/controller/podautoscaler/horizontal.go.
package why
