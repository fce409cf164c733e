package simulated

import "example.com/metrics-lab/adapter/source"

// subject is what declarations can contradict one another about: a metric in a namespace, which is empty for root-scoped
// objects. The zero subject has those of which it cannot be told what they are about.
type subject struct {
	metric    source.Metric // of an external one, the name alone
	external  bool
	namespace string
}

func (d *declaration) subject() subject {
	switch {
	case d.incomplete():
		return subject{}
	case d.external:
		return externalSubject(d.metric, d.namespace)
	}
	return subject{metric: d.objectMetric(), namespace: d.namespace}
}

func externalSubject(metric, namespace string) subject {
	return subject{metric: source.Metric{Name: metric}, external: true, namespace: namespace}
}
