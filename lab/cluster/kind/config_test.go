package kind

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/kind/pkg/apis/config/v1alpha4"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/lab/state"
)

const root = "../../.."

func load(t *testing.T, period time.Duration) v1alpha4.Cluster {
	t.Helper()
	c := &Cluster{Root: root, Lab: state.Folder{Name: "x", Dir: "/labs/x"}, HPASyncPeriod: period}
	data, err := c.kindConfig()
	if err != nil {
		t.Fatal(err)
	}
	var config v1alpha4.Cluster
	if err := yaml.UnmarshalStrict(data, &config); err != nil {
		t.Fatal(err)
	}
	return config
}

// TestKindConfig: the file in the repository is one that kind takes, and only
// the HPA sync period is changed for a lab.
func TestKindConfig(t *testing.T) {
	t.Parallel()
	asItIs, changed := load(t, 0), load(t, 7*time.Second)
	if diff := cmp.Diff(asItIs.Nodes, changed.Nodes); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	want := []v1alpha4.Mount{{HostPath: "/labs/x/development", ContainerPath: "/metrics-lab/development", Readonly: true}}
	if diff := cmp.Diff(want, changed.Nodes[0].ExtraMounts); diff != "" {
		t.Errorf("mounts of the node (-want +got):\n%s", diff)
	}
	before, after := strings.Join(asItIs.KubeadmConfigPatches, ""), strings.Join(changed.KubeadmConfigPatches, "")
	if strings.Count(before, "1s") != 2 {
		t.Errorf("the file's own patches do not set 1s, for both of kubeadm's versions:\n%s", before)
	}
	if strings.Contains(after, "1s") || strings.Count(after, "7s") != 2 || !strings.Contains(after, "failCgroupV1: false") {
		t.Errorf("the lab's patches do not set 7s, or lose something:\n%s", after)
	}
}

func TestSetSyncPeriod(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, patch, want string }{
		{"list", "controllerManager: {extraArgs: [{name: horizontal-pod-autoscaler-sync-period, value: 1s}, {name: v, value: '2'}]}",
			"controllerManager: {extraArgs: [{name: horizontal-pod-autoscaler-sync-period, value: 7s}, {name: v, value: '2'}]}"},
		{"map", "controllerManager: {extraArgs: {horizontal-pod-autoscaler-sync-period: 1s, v: '2'}}",
			"controllerManager: {extraArgs: {horizontal-pod-autoscaler-sync-period: 7s, v: '2'}}"},
		{"neither", "kind: KubeletConfiguration", "kind: KubeletConfiguration"},
		{"other arguments", "controllerManager: {extraArgs: {v: '2'}}", "controllerManager: {extraArgs: {v: '2'}}"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			text, err := setSyncPeriod(row.patch, "7s")
			if err != nil {
				t.Fatal(err)
			}
			var want, got any
			if err := yaml.Unmarshal([]byte(row.want), &want); err != nil {
				t.Fatal(err)
			}
			if err := yaml.Unmarshal([]byte(text), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("patch (-want +got):\n%s", diff)
			}
		})
	}
}
