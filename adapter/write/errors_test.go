package write_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

var errDown = &url.Error{Op: "Patch", URL: "https://10.0.0.1:6443/apis", Err: errors.New("connect: connection refused")}

// TestRefusals is about requests that must not reach the store.
func TestRefusals(t *testing.T) {
	t.Parallel()
	const (
		badRequest = metav1.StatusReasonBadRequest
		notFound   = metav1.StatusReasonNotFound
	)
	for _, test := range []struct {
		name, path string
		body       string // "1" if empty
		resolveErr error
		want       outcome
	}{
		{
			name: "unknown path", path: "/write-metrics/namespaces/shop/pods/web-1",
			want: outcome{404, notFound, "the write API has no path /write-metrics/namespaces/shop/pods/web-1: " +
				"POST to /write-metrics/namespaces/{namespace}/{resource}/{name}/{metric}, " +
				"/write-metrics/{resource}/{name}/{metric} for an object in no namespace, " +
				"or /write-metrics/namespaces/{name}/metrics/{metric} for a namespace"},
		},
		{
			name: "slash in a name", path: "/write-metrics/namespaces/shop/pods/a%2Fb/m",
			want: outcome{400, badRequest, `"a%2Fb" in the path: a name contains no slash`},
		},
		{
			name: "too long a path", path: "/write-metrics/nodes/a/" + strings.Repeat("m", 4<<10),
			want: outcome{414, "", "path and query have more than 4096 bytes: write shorter names and fewer labels"},
		},
		{
			name: "too long a query", path: podPath + "?labels=a=" + strings.Repeat("m", 4<<10),
			want: outcome{414, "", "path and query have more than 4096 bytes: write shorter names and fewer labels"},
		},
		{
			name: "no value", path: podPath, body: `null`,
			want: outcome{400, badRequest, `the body is neither a string nor a number: write the value as a JSON string or number: "300m"`},
		},
		{
			name: "1 MB of digits", path: podPath, body: strings.Repeat("1", 1<<20),
			want: outcome{413, metav1.StatusReasonRequestEntityTooLarge, "Request entity too large: the body has more than 1024 bytes: " +
				`write the value as a JSON string or number: "300m"`},
		},
		{
			name: "labels without values", path: podPath + "?labels=verb",
			want: outcome{400, badRequest, "labels: invalid selector: [verb]: write them as ?labels=verb=GET,code=200"},
		},
		{
			name: "unknown resource", path: "/write-metrics/namespaces/shop/gadgets.example.com/web-1/m",
			want: outcome{404, notFound, "the API server has no resource gadgets.example.com"},
		},
		{
			name: "namespaced resource without a namespace", path: "/write-metrics/deployment/web/http%20requests",
			want: outcome{400, badRequest, "deployments.apps are in namespaces: " +
				"write to /write-metrics/namespaces/NAMESPACE/deployments.apps/web/http%20requests"},
		},
		{
			name: "root-scoped resource in a namespace", path: "/write-metrics/namespaces/shop/node/a/load",
			want: outcome{400, badRequest, "nodes are in no namespace: write to /write-metrics/nodes/a/load"},
		},
		{
			name: "a namespace in a namespace", path: "/write-metrics/namespaces/shop/namespaces/other/m",
			want: outcome{400, badRequest, "namespaces are in no namespace: write to /write-metrics/namespaces/other/metrics/m"},
		},
		{
			name: "discovery fails", path: podPath, resolveErr: errors.New("discover pods: connection refused"),
			want: outcome{503, metav1.StatusReasonServiceUnavailable, "cannot tell what pods are: discover pods: connection refused"},
		},
		{
			name: "discovery is late", path: podPath, resolveErr: fmt.Errorf("discover pods: %w", context.DeadlineExceeded),
			want: outcome{504, metav1.StatusReasonTimeout, "Timeout: cannot tell what pods are: discover pods: context deadline exceeded"},
		},
		{
			name: "client has gone", path: podPath, resolveErr: context.Canceled,
			want: outcome{504, metav1.StatusReasonTimeout, "Timeout: cannot tell what pods are: context canceled"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.body == "" {
				test.body = "1"
			}
			s := &store{}
			handler := newHandler(s, cluster{err: test.resolveErr})
			if diff := cmp.Diff(test.want, outcomeOf(t, post(t, handler, test.path, test.body))); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			if len(s.applied) != 0 {
				t.Errorf("stored %v", s.applied)
			}
		})
	}
}

func TestStoreErrors(t *testing.T) {
	t.Parallel()
	simulatedMetrics := schema.GroupResource{Group: "lab.example.com", Resource: "simulatedmetrics"}
	internal := outcome{500, metav1.StatusReasonInternalError,
		"Internal error occurred: the value could not be stored; the log of the adapter says why"}
	late := outcome{504, metav1.StatusReasonTimeout,
		"Timeout: the API server did not store the value in time; it may or may not be stored"}
	for _, test := range []struct {
		name string
		err  error
		want outcome
	}{
		{
			name: "invalid",
			err: apierrors.NewInvalid(schema.GroupKind{Group: "lab.example.com", Kind: "SimulatedMetric"}, "x",
				field.ErrorList{field.Invalid(field.NewPath("spec", "metric"), "a b", "write letters")}),
			want: outcome{422, metav1.StatusReasonInvalid,
				`SimulatedMetric.lab.example.com "x" is invalid: spec.metric: Invalid value: "a b": write letters`},
		},
		{
			name: "the adapter lacks a right",
			err:  apierrors.NewForbidden(simulatedMetrics, "x", errors.New("no role allows it")),
			want: outcome{403, metav1.StatusReasonForbidden, `simulatedmetrics.lab.example.com "x" is forbidden: no role allows it`},
		},
		{
			name: "no such namespace, wrapped",
			err:  fmt.Errorf("apply: %w", apierrors.NewNotFound(namespaces, "shop")),
			want: outcome{404, metav1.StatusReasonNotFound, `namespaces "shop" not found`},
		},
		{
			name: "the API server is busy",
			err:  apierrors.NewTooManyRequests("busy", 7),
			want: outcome{429, metav1.StatusReasonTooManyRequests, "busy"},
		},
		{name: "the adapter is not known", err: apierrors.NewUnauthorized("Unauthorized"), want: internal},
		{
			name: "a Status without a code",
			err:  &apierrors.StatusError{ErrStatus: metav1.Status{Message: "no code"}},
			want: outcome{500, "", "no code"},
		},
		{
			name: "a Status of success",
			err:  &apierrors.StatusError{ErrStatus: metav1.Status{Status: metav1.StatusSuccess, Code: 200, Message: "no failure"}},
			want: outcome{500, "", "no failure"},
		},
		{
			name: "unreachable",
			err:  errDown,
			want: outcome{503, metav1.StatusReasonServiceUnavailable, "the API server cannot be reached; the log of the adapter says why"},
		},
		{name: "late", err: &url.Error{Op: "Patch", URL: "https://10.0.0.1", Err: context.DeadlineExceeded}, want: late},
		{name: "client has gone", err: context.Canceled, want: late},
		{name: "anything else", err: errors.New("secret"), want: internal},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := &store{err: test.err}
			recorder := post(t, newHandler(s, cluster{}), podPath, `"300m"`)
			retryAfter := ""
			if test.want.Code == 429 {
				retryAfter = "7"
			}
			if got := recorder.Header().Get("Retry-After"); got != retryAfter {
				t.Errorf("want Retry-After %q, got %q", retryAfter, got)
			}
			if diff := cmp.Diff(test.want, outcomeOf(t, recorder)); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			if len(s.applied) != 1 {
				t.Errorf("stored %d times", len(s.applied))
			}
		})
	}
}
