package metric

import (
	"fmt"

	"example.com/metrics-lab/adapter/api/setting"
)

// describe names what a value is of: http_requests of pods shop/web-1.
func describe(s setting.Setting) string {
	with := ""
	if len(s.Labels) > 0 {
		with = " with " + s.Labels.String()
	}
	if s.External() {
		return fmt.Sprintf("external metric %s of namespace %s%s", s.Metric, s.Namespace, with)
	}
	return fmt.Sprintf("%s of %s%s", s.Metric, objectOf(s), with)
}

// objectOf names the object of a setting: pods shop/web-1.
func objectOf(s setting.Setting) string {
	return s.Resource.String() + " " + qualified(s.Namespace, s.Name)
}

func qualified(namespace, name string) string {
	if namespace == "" {
		return name
	}
	return namespace + "/" + name
}
