package kind

import (
	"fmt"
	"os"
	"path/filepath"

	"sigs.k8s.io/yaml"
)

// syncPeriodFlag is the controller manager's flag that an Options field sets.
const syncPeriodFlag = "horizontal-pod-autoscaler-sync-period"

// kindConfig returns kind-config.yaml with what is the lab's own: the folder that
// its nodes share with this machine, and the HPA sync period.
func (c *Cluster) kindConfig() ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(c.Root, "kind-config.yaml"))
	if err != nil {
		return nil, fmt.Errorf("read the cluster's configuration: %w", err)
	}
	var config map[string]any
	if err := yaml.Unmarshal(data, &config); err != nil {
		return nil, fmt.Errorf("read kind-config.yaml: %w", err)
	}
	nodes, _ := config["nodes"].([]any)
	for _, node := range nodes {
		if node, ok := node.(map[string]any); ok {
			mounts, _ := node["extraMounts"].([]any)
			node["extraMounts"] = append(mounts, c.developmentMount())
		}
	}
	patches, _ := config["kubeadmConfigPatches"].([]any)
	for i, patch := range patches {
		text, _ := patch.(string)
		if c.HPASyncPeriod == 0 {
			break
		}
		if patches[i], err = setSyncPeriod(text, c.HPASyncPeriod.String()); err != nil {
			return nil, fmt.Errorf("read patch %d of kind-config.yaml: %w", i+1, err)
		}
	}
	if data, err = yaml.Marshal(config); err != nil {
		return nil, fmt.Errorf("write the cluster's configuration: %w", err)
	}
	return data, nil
}

// setSyncPeriod changes the flag in a kubeadm patch that has it. extraArgs is a
// list from kubeadm v1beta4 on, and a map before.
func setSyncPeriod(patch, period string) (string, error) {
	var document map[string]any
	if err := yaml.Unmarshal([]byte(patch), &document); err != nil {
		return "", err
	}
	manager, _ := document["controllerManager"].(map[string]any)
	switch args := manager["extraArgs"].(type) {
	case map[string]any:
		if _, there := args[syncPeriodFlag]; there {
			args[syncPeriodFlag] = period
		}
	case []any:
		for _, arg := range args {
			if arg, ok := arg.(map[string]any); ok && arg["name"] == syncPeriodFlag {
				arg["value"] = period
			}
		}
	}
	data, err := yaml.Marshal(document)
	return string(data), err
}
