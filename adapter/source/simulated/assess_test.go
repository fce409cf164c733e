package simulated

import (
	"errors"
	"fmt"
	"testing"
)

// TestAssess looks at the first of some declarations.
func TestAssess(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name         string
		declarations []string
		err          error // of the cluster
		want         string
	}{
		{
			"named", []string{"shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}"}, nil,
			"Accepted, Namespaced, Answered, 1 objects",
		},
		{
			"named and not there", []string{"shop/a:\n{metric: requests, objects: {resource: pods, name: web-9}, value: 1}"}, nil,
			"Accepted, Namespaced, NoObjects (there is no pods shop/web-9), 0 objects",
		},
		{
			"selected", []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 1}"}, nil,
			"Accepted, Namespaced, Answered, 2 objects",
		},
		{
			"none selected", []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: {matchLabels: {app: db}}}, value: 1}"}, nil,
			"Accepted, Namespaced, NoObjects (its selector matches none of the pods in namespace shop), 0 objects",
		},
		{
			"root-scoped", []string{"a:\n{metric: load, objects: {resource: nodes, selector: {}}, value: 1}"}, nil,
			"Accepted, Cluster, NoObjects (there are no nodes), 0 objects",
		},
		{
			"root-scoped in a namespace", []string{"shop/a:\n{metric: m, objects: {resource: ingressclasses.networking.k8s.io, selector: {}}, value: 1}"}, nil,
			"Accepted, WrongScope (ingressclasses.networking.k8s.io are in no namespace: write a ClusterSimulatedMetric for them)",
		},
		{
			"namespaced in none", []string{"a:\n{metric: m, objects: {resource: leases.coordination.k8s.io, selector: {}}, value: 1}"}, nil,
			"Accepted, WrongScope (leases.coordination.k8s.io are in namespaces: write a SimulatedMetric for them, in the namespace of the objects)",
		},
		{
			"unknown resource", []string{"shop/a:\n{metric: m, objects: {resource: nosuch.example.com, name: a}, value: 1}"}, nil,
			"Accepted, UnknownResource (the API server has no resource nosuch.example.com: write the plural name, with its group if it has one: pods, deployments.apps)",
		},
		{
			"singular", []string{"shop/a:\n{metric: m, objects: {resource: pod, name: a}, value: 1}"}, nil,
			"Accepted, UnknownResource (objects.resource is pod: write pods)",
		},
		{
			"objects unknown", []string{"shop/a:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 1}"}, errors.New("pods is forbidden"),
			"Accepted, DiscoveryFailed (pods is forbidden)",
		},
		{
			"external", []string{externalDepth}, nil,
			"Accepted, External, Answered",
		},
		{
			"two of a series", []string{externalDepth, "shop/b:\n{metric: depth, external: {}, value: 2}"}, nil,
			"Accepted, External, Conflict (metric depth has two values for the series without labels in namespace shop, from SimulatedMetric shop/a and from SimulatedMetric shop/b: delete one of them, or change what it is for)",
		},
		{
			"two series", []string{externalDepth, "shop/b:\n{metric: depth, external: {labels: {queue: b}}, value: 2}"}, nil,
			"Accepted, External, Answered",
		},
		{
			"two of a pod", []string{"shop/a:\n{metric: requests, objects: {resource: pods, name: web-1}, value: 1}", "shop/b:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 2}"}, nil,
			"Accepted, Namespaced, Conflict (metric requests has two values for pods shop/web-1, from SimulatedMetric shop/a and from SimulatedMetric shop/b: delete one of them, or change what it is for), 1 objects",
		},
		{
			"missing", []string{"shop/a:\n{metric: depth, external: {}, value: 1, faults: {missing: true}}"}, nil,
			"Accepted, External, Missing (faults.missing: there is no sample)",
		},
		{
			"failing", []string{"shop/a:\n{metric: depth, external: {}, value: 1, faults: {errorRate: 1}}"}, nil,
			"Accepted, External, Failing (faults.errorRate is 1: each read gets an error)",
		},
		{
			"failing now and then", []string{"shop/a:\n{metric: depth, external: {}, value: 1, faults: {errorRate: \"0.5\"}}"}, nil,
			"Accepted, External, Answered",
		},
		{
			"about nothing", []string{"shop/a:\n{external: {}, value: 1}"}, nil,
			"Invalid (it does not say which metric of what it declares), Invalid (it cannot be told what it is about)",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := pods("web", "web-0", "web-1")
			c.err = row.err
			c.scopes = map[string]bool{"pods": true, "nodes": false, "ingressclasses.networking.k8s.io": false, "leases.coordination.k8s.io": true}
			s, _ := newSource(t, c, row.declarations...)
			first := decode(declare(t, row.declarations[0])).declaration
			if got := inWords(s.assess(t.Context(), first.subject())[first.reference]); got != row.want {
				t.Errorf("got\n%s, want\n%s", got, row.want)
			}
		})
	}
}

// inWords are the reasons and messages of an assessment. That of the condition Ready is left out where it repeats another.
func inWords(a assessment) string {
	words := a.accepted.inWords() + ", " + a.resolved.inWords()
	if a.ready.reason != a.resolved.reason && a.ready != a.accepted {
		words += ", " + a.ready.inWords()
	}
	if a.objects != nil {
		words += fmt.Sprintf(", %d objects", *a.objects)
	}
	return words
}

func (o outcome) inWords() string {
	if o.message == "" {
		return o.reason
	}
	return fmt.Sprintf("%s (%s)", o.reason, o.message)
}
