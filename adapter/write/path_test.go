package write

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/util/validation"
)

func TestParsePath(t *testing.T) {
	t.Parallel()
	const notFound = "the write API has no path "
	pod := target{namespace: "shop", resource: "pods", name: "web-1", metric: "m"}
	shop := target{resource: "namespaces", name: "shop", metric: "m"}
	for _, test := range []struct {
		name, path string
		want       target
		wantErr    string
	}{
		{name: "namespaced", path: "namespaces/shop/pods/web-1/m", want: pod},
		{name: "escaped letters", path: "namesp%61ces/sh%6fp/pods/web%2D1/m", want: pod},
		{name: "root-scoped", path: "nodes/a/load", want: target{resource: "nodes", name: "a", metric: "load"}},
		{name: "namespace", path: "namespaces/shop/metrics/m", want: shop},
		{name: "namespace as any object", path: "namespaces/shop/m", want: shop},
		{name: "group", path: "clusterroles.rbac.authorization.k8s.io/system:node/m", want: target{resource: "clusterroles.rbac.authorization.k8s.io", name: "system:node", metric: "m"}},
		{name: "metric with a space", path: "nodes/a/a%20b", want: target{resource: "nodes", name: "a", metric: "a b"}},
		{name: "metric with a question mark", path: "nodes/a/a%3Fb", want: target{resource: "nodes", name: "a", metric: "a?b"}},
		{name: "plus is no space", path: "nodes/a/a+b", want: target{resource: "nodes", name: "a", metric: "a+b"}},
		{name: "resource called metrics", path: "namespaces/shop/metrics/a/m", want: target{namespace: "shop", resource: "metrics", name: "a", metric: "m"}},

		{name: "nothing", path: "", wantErr: notFound},
		{name: "one segment", path: "nodes", wantErr: notFound},
		{name: "two segments", path: "nodes/a", wantErr: notFound},
		{name: "four segments", path: "namespaces/shop/pods/web-1", wantErr: notFound},
		{name: "metrics of what is no namespace", path: "nodes/a/metrics/m", wantErr: notFound},
		{name: "five segments", path: "nodes/a/b/c/d", wantErr: notFound},
		{name: "six segments", path: "namespaces/shop/pods/web-1/m/n", wantErr: notFound},
		{name: "trailing slash", path: "nodes/a/load/", wantErr: notFound},
		{name: "trailing slash for the metric", path: "nodes/a/", wantErr: notFound},
		{name: "leading slash", path: "/nodes/a/load", wantErr: notFound},
		{name: "no namespace", path: "namespaces//pods/web-1/m", wantErr: notFound},
		{name: "no name", path: "nodes//load", wantErr: notFound},
		{name: "empty for metrics", path: "namespaces/shop//m", wantErr: notFound},

		{name: "slash in the namespace", path: "namespaces/shop%2Fpods/web-1/m", wantErr: `"shop%2Fpods" in the path: a name contains no slash`},
		{name: "slash in the name", path: "namespaces/shop/pods/a%2fb/m", wantErr: "a name contains no slash"},
		{name: "slash in the metric", path: "nodes/a/b%2Fc", wantErr: "a name contains no slash"},
		{name: "slash alone", path: "nodes/%2F/load", wantErr: "a name contains no slash"},
		{name: "dot", path: "nodes/./load", wantErr: "write the path without dots"},
		{name: "dots to another namespace", path: "namespaces/shop/../other/pods/web-1/m", wantErr: "write the path without dots"},
		{name: "dots for the namespace", path: "namespaces/../pods/web-1/m", wantErr: "write the path without dots"},
		{name: "escaped dots", path: "namespaces/shop/pods/%2E%2e/m", wantErr: "write the path without dots"},
		{name: "dots for the metric", path: "nodes/a/..", wantErr: "write the path without dots"},
		{name: "escaped twice", path: "nodes/a%252Fb/load", wantErr: `name "a%2Fb": may not contain '%'`},
		{name: "NUL", path: "nodes/a%00b/load", wantErr: "a name contains no control characters"},
		{name: "line feed", path: "nodes/a/load%0A", wantErr: "a name contains no control characters"},
		{name: "not UTF-8", path: "nodes/a%FF/load", wantErr: "write UTF-8"},

		{name: "namespace in capitals", path: "namespaces/Shop/pods/web-1/m", wantErr: `namespace "Shop": a lowercase RFC 1123 label`},
		{name: "namespace with a dot", path: "namespaces/a.b/pods/web-1/m", wantErr: `namespace "a.b": must not contain dots`},
		{name: "long namespace", path: "namespaces/" + strings.Repeat("a", 64) + "/pods/web-1/m", wantErr: "must be no more than 63 characters"},
		{name: "star for the namespace", path: "namespaces/*/pods/web-1/m", wantErr: `namespace "*": a lowercase RFC 1123 label`},
		{name: "namespace itself in capitals", path: "namespaces/Shop/metrics/m", wantErr: `namespace "Shop": a lowercase RFC 1123 label`},
		{name: "namespace as any object in capitals", path: "namespaces/Shop/m", wantErr: `namespace "Shop": a lowercase RFC 1123 label`},
		{name: "resource of a group only", path: ".apps/a/m", wantErr: `resource ".apps": a lowercase RFC 1123 subdomain`},
		{name: "subresource", path: "namespaces/shop/pods%20status/web-1/m", wantErr: `resource "pods status": a lowercase RFC 1123 subdomain`},
		{name: "star for all objects", path: "namespaces/shop/pods/*/m", wantErr: "write the name of one object"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u, err := url.ParseRequestURI(Prefix + test.path)
			if err != nil {
				t.Fatal(err)
			}
			got, err := parsePath(u)
			if test.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantErr) {
					t.Errorf("want an error with %q, got %+v, %v", test.wantErr, got, err)
				}
				if apierrors.IsNotFound(err) != (test.wantErr == notFound) || !apierrors.IsNotFound(err) && !apierrors.IsBadRequest(err) {
					t.Errorf("the error has the reason %q", apierrors.ReasonForError(err))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(target{})); diff != "" {
				t.Errorf("target (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPathsElsewhere is about what a mux might hand over by mistake.
func TestPathsElsewhere(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "*", "nodes/a/load", "/nodes/a/load", "/write-metrics", "/write-metricsx/nodes/a/load", "x/write-metrics/nodes/a/load", "//write-metrics/nodes/a/load"} {
		if got, err := parsePath(&url.URL{Path: path}); !apierrors.IsNotFound(err) {
			t.Errorf("%q: want it not to be found, got %+v, %v", path, got, err)
		}
	}
}

// FuzzParsePath asserts that what is acted on is what was authorised: the decoded path.
func FuzzParsePath(f *testing.F) {
	for _, path := range []string{
		"namespaces/shop/pods/web-1/m", "nodes/a/load", "namespaces/shop/metrics/m", "namespaces/shop/m", "nodes/a/a%20b",
		"namespaces/shop%2Fpods/web-1/m", "namespaces/../pods/web-1/m", "namespaces/shop/pods/%2E%2e/m", "nodes//load",
		"nodes/a/load/", "nodes/a%252Fb/load", "nodes/a%FF/load", "nodes/a%00b/load", "namespaces/shop/metrics/a/m?b#c",
	} {
		f.Add(Prefix + path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		u, err := url.ParseRequestURI(path)
		if err != nil {
			return
		}
		got, err := parsePath(u)
		if err != nil {
			if !apierrors.IsNotFound(err) && !apierrors.IsBadRequest(err) {
				t.Errorf("the error has the reason %q", apierrors.ReasonForError(err))
			}
			return
		}
		checkAuthorised(t, u.Path, got)
		if problems := validation.IsDNS1123Label(got.namespace); got.namespace != "" && len(problems) > 0 {
			t.Errorf("namespace %q: %v", got.namespace, problems)
		}
		if again, err := url.ParseRequestURI(got.path()); err != nil {
			t.Errorf("%s: %v", got.path(), err)
		} else if same, err := parsePath(again); err != nil || same != got {
			t.Errorf("%s is %+v, %v instead of %+v", got.path(), same, err, got)
		}
	})
}

func checkAuthorised(t *testing.T, decoded string, got target) {
	t.Helper()
	short := []string{"", "write-metrics", got.resource, got.name, got.metric}
	ways := [][]string{short}
	if got.resource == namespaces {
		ways = append(ways, []string{"", "write-metrics", namespaces, got.name, metrics, got.metric})
	}
	if got.namespace != "" {
		ways = [][]string{{"", "write-metrics", namespaces, got.namespace, got.resource, got.name, got.metric}}
	}
	if !slices.ContainsFunc(ways, func(way []string) bool { return strings.Join(way, "/") == decoded }) {
		t.Errorf("%q was authorised, %+v is written", decoded, got)
	}
	for _, segment := range []string{got.namespace, got.resource, got.name, got.metric} {
		if strings.Contains(segment, "/") || segment == "." || segment == ".." {
			t.Errorf("%+v has the segment %q", got, segment)
		}
	}
	if got.resource == "" || got.name == "" || got.metric == "" {
		t.Errorf("%+v has an empty segment", got)
	}
}
