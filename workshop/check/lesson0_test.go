package check

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

func TestIsHello(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, image  string
		wants, ready int32
		err          string
	}{
		{"well", pauseImage, 2, 2, ""},
		{"no tag", "metrics-lab/pause", 2, 0, "its image is metrics-lab/pause, and exercise 1 takes metrics-lab/pause:node"},
		{"too few", pauseImage, 1, 1, "replicas is 1: `kubectl -n start scale"},
		{"not ready yet", pauseImage, 2, 1, "1 of 2 are ready: if that stays so, `kubectl -n start describe pods`"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			d := &appsv1.Deployment{Status: appsv1.DeploymentStatus{ReadyReplicas: row.ready}}
			d.Spec.Replicas = ptr.To(row.wants)
			d.Spec.Template.Spec.Containers = []corev1.Container{{Image: row.image}}
			wantError(t, isHello(d), row.err)
		})
	}
}
