package recorder

import (
	"cmp"
	"net/http"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apiserver/pkg/endpoints/request"
)

// Right is to do one thing to the objects of one resource. An empty namespace is that of all, and an empty name that of
// any object.
type Right struct{ Verb, Group, Resource, Namespace, Name string }

// String is the right in words.
func (r Right) String() string {
	text := r.Verb + " " + r.Resource
	if r.Group != "" {
		text += " of " + r.Group
	}
	if r.Name != "" {
		text += " called " + r.Name
	}
	if r.Namespace != "" {
		text += " in " + r.Namespace
	}
	return text
}

// Covers tells whether who has the right may do the other.
func (r Right) Covers(other Right) bool {
	return r.Verb == other.Verb && r.Group == other.Group && r.Resource == other.Resource &&
		(r.Namespace == "" || r.Namespace == other.Namespace) && (r.Name == "" || r.Name == other.Name)
}

func compare(a, b Right) int { return cmp.Compare(a.String(), b.String()) }

// RightsOf are those that a rule gives, one for each verb of each resource.
func RightsOf(rule rbacv1.PolicyRule, namespace string) (rights []Right) {
	names := rule.ResourceNames
	if len(names) == 0 {
		names = []string{""}
	}
	for _, group := range rule.APIGroups {
		for _, resource := range rule.Resources {
			for _, verb := range rule.Verbs {
				for _, name := range names {
					rights = append(rights, Right{verb, group, resource, namespace, name})
				}
			}
		}
	}
	return rights
}

// rightsFor are those that a request needs which was answered so. Who applies an object that is not there needs the right
// to create it, too: the API server asks for that when it has looked.
func rightsFor(info *request.RequestInfo, code int) []Right {
	if !info.IsResourceRequest {
		return nil
	}
	resource := strings.TrimSuffix(info.Resource+"/"+info.Subresource, "/")
	right := Right{info.Verb, info.APIGroup, resource, info.Namespace, info.Name}
	if info.Verb != "patch" || code != http.StatusCreated {
		return []Right{right}
	}
	created := right
	created.Verb = "create"
	return []Right{right, created}
}
