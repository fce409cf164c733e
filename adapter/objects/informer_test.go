package objects

import (
	"errors"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	metadatafake "k8s.io/client-go/metadata/fake"
	"k8s.io/client-go/tools/cache"
)

func TestWhichErrorsEndAnInformer(t *testing.T) {
	t.Parallel()
	gvr := schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	errWatch := errors.New("watch is forbidden")
	for _, test := range []struct {
		name   string
		listed bool
		err    error
		want   bool
	}{
		{name: "before the first list", err: errWatch, want: true},
		{name: "after a list, even if it is not yet taken in", listed: true, err: errWatch},
		{name: "the right to watch it has gone", listed: true, err: apierrors.NewForbidden(gvr.GroupResource(), "", errWatch), want: true},
		{name: "the resource has gone", listed: true, err: apierrors.NewNotFound(gvr.GroupResource(), ""), want: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := false
			failed := func(error) { got = true }
			i := newInformer(t.Context(), metadatafake.NewSimpleMetadataClient(metadatafake.NewTestScheme()), gvr, new(store), cache.ResourceEventHandlerFuncs{}, failed)
			i.requested(test.listed, nil)
			i.onError(gvr, failed)(t.Context(), nil, test.err)
			if got != test.want {
				t.Errorf("ended: want %v, got %v", test.want, got)
			}
		})
	}
}
