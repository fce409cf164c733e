package kind

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
)

func TestCrashing(t *testing.T) {
	t.Parallel()
	owned := func(name string, owner types.UID, revision string) metav1.ObjectMeta {
		return metav1.ObjectMeta{
			Name: name, UID: types.UID(name), Annotations: map[string]string{"deployment.kubernetes.io/revision": revision},
			OwnerReferences: []metav1.OwnerReference{{UID: owner, Controller: ptr.To(true)}},
		}
	}
	sets := []appsv1.ReplicaSet{{ObjectMeta: owned("old", "d", "1")}, {ObjectMeta: owned("new", "d", "2")}, {ObjectMeta: owned("other", "e", "2")}}
	waits := corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "CrashLoopBackOff"}}
	runs := corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}
	for _, row := range []struct {
		name, set string
		state     corev1.ContainerState
		before    int32 // restarts when it was first seen
		restarts  int32
		observed  int64
		want      string
	}{
		{"it ends again and again", "new", waits, 0, 1, 5, "pod"},
		{"it has ended once", "new", waits, 0, 0, 5, ""},
		{"it had ended before", "new", waits, 3, 4, 5, ""},
		{"it had ended before, and goes on", "new", waits, 3, 5, 5, "pod"},
		{"it runs now", "new", runs, 0, 2, 5, ""},
		{"it is an earlier one", "old", waits, 0, 9, 5, ""},
		{"it is another Deployment's", "other", waits, 0, 9, 5, ""},
		{"the new set is not made yet", "new", waits, 0, 9, 4, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			d := &appsv1.Deployment{ObjectMeta: owned("d", "", "2"), Status: appsv1.DeploymentStatus{ObservedGeneration: row.observed}}
			d.Generation = 5
			pod := corev1.Pod{ObjectMeta: owned("pod", types.UID(row.set), "")}
			before := restarts{}
			for _, count := range []int32{row.before, row.restarts} {
				pod.Status.ContainerStatuses = []corev1.ContainerStatus{{State: row.state, RestartCount: count}}
				before.note([]corev1.Pod{pod})
			}
			if got := crashing(d, sets, []corev1.Pod{pod}, before); got != row.want {
				t.Errorf("want %q, got %q", row.want, got)
			}
		})
	}
}
