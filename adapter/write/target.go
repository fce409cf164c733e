package write

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"k8s.io/apimachinery/pkg/api/validate/content"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/metrics/pkg/apis/custom_metrics"
)

// validate checks what the API server would not, or with a message about an object that the client has not written. The
// rules of a SimulatedMetric say what a metric may be called.
func validate(t target) error {
	if t.namespace != "" {
		if err := problem("namespace", t.namespace, validation.IsDNS1123Label); err != nil {
			return err
		}
	}
	if err := problem("resource", t.resource, validation.IsDNS1123Subdomain); err != nil {
		return err
	}
	if t.name == custom_metrics.AllObjects {
		return errors.New("write the name of one object; a SimulatedMetric with a selector sets the value of many")
	}
	if t.resource == namespaces {
		return problem("namespace", t.name, validation.IsDNS1123Label)
	}
	return problem("name", t.name, content.IsPathSegmentName)
}

func problem(what, text string, check func(string) []string) error {
	if problems := check(text); len(problems) > 0 {
		return fmt.Errorf("%s %q: %s", what, text, strings.Join(problems, "; "))
	}
	return nil
}

// path is where to write the metric.
func (t target) path() string {
	segments := []string{t.resource, t.name, t.metric}
	switch {
	case t.namespace != "":
		segments = []string{namespaces, t.namespace, t.resource, t.name, t.metric}
	case t.resource == namespaces:
		segments = []string{namespaces, t.name, metrics, t.metric}
	}
	for i := range segments {
		segments[i] = url.PathEscape(segments[i])
	}
	return Prefix + strings.Join(segments, "/")
}
