package objects_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	metadatafake "k8s.io/client-go/metadata/fake"
	clienttesting "k8s.io/client-go/testing"

	"example.com/metrics-lab/adapter/objects"
)

func TestNothingStartsBeforeItIsAskedFor(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		client := newClient(t)
		objects.NewInformers(ctx, client, func() {})
		synctest.Wait()
		if got := client.Actions(); len(got) != 0 {
			t.Errorf("want no request, got %v", got)
		}
	})
}

func TestConcurrentRequestsShareOneInformer(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		client := newClient(t, object("Pod", "shop", "web", nil))
		informers := objects.NewInformers(ctx, client, func() {})
		for range 50 {
			go func() {
				got, err := informers.List(ctx, podsGVR, "shop", labels.Everything())
				if err != nil || len(got) != 1 {
					t.Errorf("want one object, got %v, %v", got, err)
				}
			}()
		}
		synctest.Wait()
		if lists, watches := count(client, "list"), count(client, "watch"); lists != 1 || watches != 1 {
			t.Errorf("want one list and one watch, got %d and %d", lists, watches)
		}
	})
}

// TestOnChange hears of what changes the answers, and of nothing else.
func TestOnChange(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		client := newClient(t, object("Pod", "shop", "web-0", nil))
		informers := objects.NewInformers(ctx, client, func() {})
		var changed []string
		informers.OnChange(func(resource schema.GroupResource, namespace string) {
			changed = append(changed, resource.String()+" "+namespace)
		})
		if _, err := informers.List(ctx, podsGVR, "shop", labels.Everything()); err != nil {
			t.Fatal(err)
		}
		expect := func(what string, want ...string) {
			t.Helper()
			synctest.Wait()
			if diff := cmp.Diff(want, changed); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
			changed = nil
		}
		expect("what was there")
		shop := client.Resource(podsGVR).Namespace("shop").(metadatafake.MetadataClient)
		update := func(change func(*metav1.PartialObjectMetadata)) {
			t.Helper()
			pod := object("Pod", "shop", "web-0", map[string]string{"app": "web"})
			change(pod)
			if _, err := shop.UpdateFake(pod, metav1.UpdateOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		update(func(*metav1.PartialObjectMetadata) {})
		expect("a label", "pods shop")
		update(func(pod *metav1.PartialObjectMetadata) { pod.Annotations = map[string]string{"a": "b"} })
		expect("an annotation")
		update(func(pod *metav1.PartialObjectMetadata) { pod.DeletionTimestamp = &metav1.Time{} })
		expect("the beginning of its deletion", "pods shop")
		if err := shop.Delete(ctx, "web-0", metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
		expect("its end", "pods shop")
	})
}

func TestChangesAreSeen(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		client := newClient(t, object("Pod", "shop", "web-0", nil))
		informers := objects.NewInformers(ctx, client, func() {})
		list := func() []string {
			t.Helper()
			synctest.Wait()
			got, err := informers.List(ctx, podsGVR, "shop", labels.SelectorFromSet(labels.Set{"app": "web"}))
			if err != nil {
				t.Fatal(err)
			}
			return names(got)
		}
		if diff := cmp.Diff([]string(nil), list()); diff != "" {
			t.Errorf("at first (-want +got):\n%s", diff)
		}
		pods := client.Resource(podsGVR).Namespace("shop").(metadatafake.MetadataClient)
		web := map[string]string{"app": "web"}
		_, errUpdate := pods.UpdateFake(object("Pod", "shop", "web-0", web), metav1.UpdateOptions{})
		_, errCreate := pods.CreateFake(object("Pod", "shop", "web-1", web), metav1.CreateOptions{})
		if err := errors.Join(errUpdate, errCreate); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"shop/web-0", "shop/web-1"}, list()); diff != "" {
			t.Errorf("after an update and a creation (-want +got):\n%s", diff)
		}
		if err := pods.Delete(ctx, "web-0", metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"shop/web-1"}, list()); diff != "" {
			t.Errorf("after a deletion (-want +got):\n%s", diff)
		}
		if lists := count(client, "list"); lists != 1 {
			t.Errorf("want one list request for all of it, got %d", lists)
		}
	})
}

func TestForbidden(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		client := newClient(t, object("Pod", "shop", "web", nil))
		allowed := false
		client.PrependReactor("list", "pods", func(clienttesting.Action) (bool, runtime.Object, error) {
			return !allowed, nil, apierrors.NewForbidden(podsGVR.GroupResource(), "", errors.New("no role allows it"))
		})
		informers := objects.NewInformers(ctx, client, func() { t.Error("a forbidden resource has not gone") })
		start := time.Now()
		_, err := informers.List(ctx, podsGVR, "shop", labels.Everything())
		if !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "no role allows it") {
			t.Errorf("want an error that says what is forbidden, got %v", err)
		}
		if waited := time.Since(start); waited != 0 {
			t.Errorf("want the answer at once, waited %v", waited)
		}
		allowed = true
		got, err := informers.List(ctx, podsGVR, "shop", labels.Everything())
		if err != nil {
			t.Errorf("want the next request to start afresh, got %v", err)
		}
		if diff := cmp.Diff([]string{"shop/web"}, names(got)); diff != "" {
			t.Errorf("objects (-want +got):\n%s", diff)
		}
	})
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		timeout time.Duration // of the request
		want    time.Duration
	}{
		{name: "the request's", timeout: time.Second, want: time.Second},
		{name: "its own", timeout: time.Hour, want: 5 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, ctx context.Context) {
				client := newClient(t)
				answer := make(chan struct{})
				defer close(answer)
				client.PrependReactor("list", "pods", func(clienttesting.Action) (bool, runtime.Object, error) {
					<-answer
					return false, nil, nil
				})
				ctx, cancel := context.WithTimeout(ctx, test.timeout)
				defer cancel()
				start := time.Now()
				_, err := objects.NewInformers(ctx, client, func() {}).List(ctx, podsGVR, "shop", labels.Everything())
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("want the deadline to be exceeded, got %v", err)
				}
				if waited := time.Since(start); waited != test.want {
					t.Errorf("want to wait for %v, waited %v", test.want, waited)
				}
			})
		})
	}
}

func TestGoneResourceIsDropped(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		client := newClient(t, object("Pod", "shop", "web", nil))
		var serving, gone atomic.Int32
		serving.Store(1)
		notFound := func() (bool, error) {
			return serving.Load() == 0, apierrors.NewNotFound(podsGVR.GroupResource(), "")
		}
		client.PrependReactor("list", "pods", func(clienttesting.Action) (bool, runtime.Object, error) {
			handled, err := notFound()
			return handled, nil, err
		})
		var watches []*watch.FakeWatcher
		client.PrependWatchReactor("pods", func(clienttesting.Action) (bool, watch.Interface, error) {
			if handled, err := notFound(); handled {
				return true, nil, err
			}
			watches = append(watches, watch.NewFake())
			return true, watches[len(watches)-1], nil
		})
		informers := objects.NewInformers(ctx, client, func() { gone.Add(1) })
		list := func() ([]types.NamespacedName, error) {
			return informers.List(ctx, podsGVR, "shop", labels.Everything())
		}
		if got, err := list(); err != nil || len(got) != 1 {
			t.Fatalf("want one object, got %v, %v", got, err)
		}
		synctest.Wait()

		serving.Store(0) // as when the CRD is deleted: the watch ends and cannot be opened again
		watches[0].Stop()
		pass(time.Minute)
		if gone.Load() != 1 {
			t.Errorf("want gone to be called once, was called %d times", gone.Load())
		}
		lists := count(client, "list")
		pass(time.Hour)
		if again := count(client, "list"); again != lists {
			t.Errorf("want nothing to run any more, got %d more list requests", again-lists)
		}
		if got, err := list(); !apierrors.IsNotFound(err) {
			t.Errorf("want not found, got %v, %v", got, err)
		}

		serving.Store(1)
		if got, err := list(); err != nil || !slices.Equal(names(got), []string{"shop/web"}) {
			t.Errorf("want the object after the resource is back, got %v, %v", got, err)
		}
	})
}

func TestOutageAfterSyncKeepsWhatIsKnown(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		client := newClient(t, object("Pod", "shop", "web", nil))
		informers := objects.NewInformers(ctx, client, func() { t.Error("the resource has not gone") })
		client.PrependWatchReactor("pods", func(clienttesting.Action) (bool, watch.Interface, error) {
			return true, nil, apierrors.NewInternalError(errors.New("etcd is down"))
		})
		for range 3 {
			if got, err := informers.List(ctx, podsGVR, "shop", labels.Everything()); err != nil || len(got) != 1 {
				t.Errorf("want one object, got %v, %v", got, err)
			}
			pass(time.Minute)
		}
	})
}

func TestRequestsFailAfterTheEnd(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		life, end := context.WithCancel(ctx)
		informers := objects.NewInformers(life, newClient(t, object("Pod", "shop", "web", nil)), func() {})
		if _, err := informers.List(ctx, podsGVR, "shop", labels.Everything()); err != nil {
			t.Fatal(err)
		}
		end()
		if _, err := informers.List(ctx, podsGVR, "shop", labels.Everything()); !errors.Is(err, context.Canceled) {
			t.Errorf("want canceled, got %v", err)
		}
	})
}
