package setting

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

func TestCheckName(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		resource, name string
		wantErr        bool
	}{
		{"pods", "web-1", false},
		{"pods", "web.1", false},
		{"pods", "WEB", true},
		{"pods", "web_1", true},
		{"pods", "a b", true},
		{"pods", "", true},
		{"deployments.apps", "Web", true},
		{"widgets.example.com", "-a", true},
		{"clusterroles.rbac.authorization.k8s.io", "system:node", false},
		{"certificatesigningrequests.certificates.k8s.io", "node-csr-A_b", false},
		{"clusterroles.rbac.authorization.k8s.io", "..", true},
	} {
		if err := CheckName(schema.ParseGroupResource(row.resource), row.name); (err != nil) != row.wantErr {
			t.Errorf("%s/%s: got %v, want an error: %t", row.resource, row.name, err, row.wantErr)
		}
	}
}
