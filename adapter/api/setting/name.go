package setting

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/validate/content"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"
)

// CheckName says why no object of a resource can have a name, or nil. Nearly all names are DNS subdomains, whatever else
// their resource asks for. Those of the groups of roles and certificates hold colons, as system:node does: they are any
// segment of a path. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
func CheckName(resource schema.GroupResource, name string) error {
	check := validation.IsDNS1123Subdomain
	switch resource.Group {
	case "rbac.authorization.k8s.io", "certificates.k8s.io":
		check = content.IsPathSegmentName
	}
	if problems := check(name); len(problems) > 0 {
		return fmt.Errorf("no object of %s is called %q: %s", resource, name, strings.Join(problems, "; "))
	}
	return nil
}
