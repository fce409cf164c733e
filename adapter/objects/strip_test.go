package objects

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestStrip(t *testing.T) {
	t.Parallel()
	deleted := metav1.Unix(1000, 0)
	got, err := new(store).strip(&metav1.PartialObjectMetadata{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{
			Namespace:         "shop",
			Name:              "web",
			Labels:            map[string]string{"app": "web"},
			DeletionTimestamp: &deleted,
			ResourceVersion:   "7",
			UID:               "1234",
			Annotations:       map[string]string{"kubectl.kubernetes.io/last-applied-configuration": "much"},
			ManagedFields:     []metav1.ManagedFieldsEntry{{Manager: "kubectl"}},
			OwnerReferences:   []metav1.OwnerReference{{Name: "web"}},
			Finalizers:        []string{"example.com/wait"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	var want any = &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		Namespace: "shop", Name: "web", Labels: map[string]string{"app": "web"}, DeletionTimestamp: &deleted, ResourceVersion: "7",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("object (-want +got):\n%s", diff)
	}
	if _, err := new(store).strip("no object"); err == nil {
		t.Error("want an error for what is no object")
	}
}

// Many objects have the same labels. These are kept once.
func TestStripShares(t *testing.T) {
	t.Parallel()
	s := new(store)
	strip := func(name, app string) map[string]string {
		got, err := s.strip(&metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: name, Labels: map[string]string{"app": app}}})
		if err != nil {
			t.Fatal(err)
		}
		return got.(*metav1.PartialObjectMetadata).Labels
	}
	first, same, other := strip("web-0", "web"), strip("web-1", "web"), strip("db-0", "db")
	if reflect.ValueOf(first).Pointer() != reflect.ValueOf(same).Pointer() {
		t.Error("equal labels are kept twice")
	}
	if diff := cmp.Diff(map[string]string{"app": "db"}, other); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}
