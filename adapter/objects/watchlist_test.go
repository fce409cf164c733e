package objects_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/metadata"
	clienttesting "k8s.io/client-go/testing"

	"example.com/metrics-lab/adapter/objects"
)

// streaming hides that a fake client cannot stream lists, so that informers do as with a real API server: they get the
// first list from a watch.
type streaming struct{ metadata.Interface }

func TestStreamedListSurvivesAnOutage(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		client := newClient(t)
		end := object("Pod", "", "", nil)
		end.Annotations = map[string]string{metav1.InitialEventsAnnotationKey: "true"}
		stream := watch.NewFakeWithChanSize(2, false)
		stream.Add(object("Pod", "shop", "web", nil))
		stream.Action(watch.Bookmark, end)
		errDown := apierrors.NewInternalError(errors.New("etcd is down"))
		first := true
		client.PrependWatchReactor("pods", func(clienttesting.Action) (bool, watch.Interface, error) {
			if first {
				first = false
				return true, stream, nil
			}
			return true, nil, errDown
		})
		client.PrependReactor("list", "pods", func(clienttesting.Action) (bool, runtime.Object, error) {
			return true, nil, errDown
		})
		informers := objects.NewInformers(ctx, streaming{client}, func() { t.Error("the resource has not gone") })
		for range 3 {
			if got, err := informers.List(ctx, podsGVR, "shop", labels.Everything()); err != nil || len(got) != 1 {
				t.Errorf("want one object, got %v, %v", got, err)
			}
			stream.Stop()
			pass(time.Minute)
		}
		if count(client, "watch") < 2 {
			t.Error("there was no outage")
		}
	})
}

func TestRetriedErrorIsReported(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		client := newClient(t)
		client.PrependWatchReactor("pods", func(clienttesting.Action) (bool, watch.Interface, error) {
			return true, nil, fmt.Errorf("dial tcp: %w", syscall.ECONNREFUSED)
		})
		informers := objects.NewInformers(ctx, streaming{client}, func() {})
		_, err := informers.List(ctx, podsGVR, "shop", labels.Everything())
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "connection refused") {
			t.Errorf("want an exceeded deadline and the reason, got %v", err)
		}
	})
}
