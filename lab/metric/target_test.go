package metric

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/setting"
)

func TestCheckSign(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name    string
		target  Target
		value   string
		refused bool
	}{
		{"an external one", Target{}, "3", false},
		{"an external zero", Target{}, "-0", false},
		{"a negative one of an object", Target{Resource: "pods"}, "-3", false},
		{"a negative external one", Target{}, "-1m", true},
		{"one that is meant", Target{AllowNegative: true}, "-3", false},
	} {
		if err := row.target.checkSign(resource.MustParse(row.value)); (err != nil) != row.refused {
			t.Errorf("%s: got %v", row.name, err)
		}
	}
}

func TestSetting(t *testing.T) {
	t.Parallel()
	deployments := schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
	nodes := schema.GroupVersionResource{Version: "v1", Resource: "nodes"}
	for _, test := range []struct {
		name    string
		target  Target
		mapping *meta.RESTMapping
		want    setting.Setting
		wantErr string
	}{
		{
			name:    "short name",
			target:  Target{Metric: "rps", Resource: "deploy", Name: "web", Namespace: "shop"},
			mapping: &meta.RESTMapping{Resource: deployments, Scope: meta.RESTScopeNamespace},
			want:    setting.Setting{Metric: "rps", Namespace: "shop", Resource: deployments.GroupResource(), Name: "web"},
		},
		{
			name:    "no namespace",
			target:  Target{Metric: "rps", Resource: "deploy", Name: "web"},
			mapping: &meta.RESTMapping{Resource: deployments, Scope: meta.RESTScopeNamespace},
			want:    setting.Setting{Metric: "rps", Namespace: "default", Resource: deployments.GroupResource(), Name: "web"},
		},
		{
			name:    "root-scoped",
			target:  Target{Metric: "load", Resource: "no", Name: "a", Labels: labels.Set{"core": "1"}},
			mapping: &meta.RESTMapping{Resource: nodes, Scope: meta.RESTScopeRoot},
			want:    setting.Setting{Metric: "load", Resource: nodes.GroupResource(), Name: "a", Labels: labels.Set{"core": "1"}},
		},
		{
			name:    "root-scoped with a namespace",
			target:  Target{Metric: "load", Resource: "no", Name: "a", Namespace: "shop"},
			mapping: &meta.RESTMapping{Resource: nodes, Scope: meta.RESTScopeRoot},
			wantErr: "nodes are in no namespace: leave out --namespace shop",
		},
		{
			name:   "external",
			target: Target{Metric: "queue_depth", Labels: labels.Set{"queue": "orders"}},
			want:   setting.Setting{Metric: "queue_depth", Namespace: "default", Labels: labels.Set{"queue": "orders"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := test.target.setting(test.mapping)
			if test.wantErr != "" {
				if err == nil || err.Error() != test.wantErr {
					t.Errorf("want %q, got %+v, %v", test.wantErr, got, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("setting (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzParseObject(f *testing.F) {
	for _, seed := range []string{"pods/web-1", "deployments.apps/web", "pods", "/", "a/b/c", "./x", "pods/*", "pods/..", "po./%2f"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		resource, name, err := parseObject(text)
		if err != nil {
			if resource != "" || name != "" {
				t.Errorf("%q: got %q and %q beside the error", text, resource, name)
			}
			return
		}
		if resource+"/"+name != text || resource == "" || name == "" || strings.Contains(name, "/") {
			t.Errorf("%q is read as %q and %q", text, resource, name)
		}
	})
}

// FuzzParseLabels: what is taken can be selected by, and says the same when it is
// read again.
func FuzzParseLabels(f *testing.F) {
	for _, seed := range []string{"", "queue=orders", "a=b,c=d", "a=", "=b", "a==b", ",", "a=b,a=c", " a = b "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		set, err := parseLabels(text)
		if err != nil {
			return
		}
		if _, err := labels.ValidatedSelectorFromSet(set); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		again, err := parseLabels(set.String())
		if diff := cmp.Diff(set, again); diff != "" || err != nil {
			t.Errorf("%q, read again: %v (-want +got):\n%s", text, err, diff)
		}
	})
}
