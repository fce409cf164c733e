package kind

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/state"
)

// network is the Docker network that kind makes for its clusters and never
// removes.
const network = "kind"

// rememberNetwork notes that the network is about to be made for a lab, so
// that the last lab can remove it. One that is there already is not ours.
func rememberNetwork(ctx context.Context) error {
	unlock, err := lockNetwork(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if there, err := docker.Has(ctx, "network", "inspect", network); there || err != nil {
		return err
	}
	marker, err := networkMarker()
	if err != nil {
		return err
	}
	if err := os.WriteFile(marker, nil, 0o600); err != nil {
		return fmt.Errorf("note that the Docker network is ours: %w", err)
	}
	return nil
}

// removeNetwork removes the network if a lab made it and nobody needs it any
// more: there is no other lab on a kind cluster, which may be in the making and
// have no container yet, and no container, running or not, belongs to it.
func (c *Cluster) removeNetwork(ctx context.Context) error {
	unlock, err := lockNetwork(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	marker, err := networkMarker()
	if err != nil {
		return err
	}
	if _, err := os.Stat(marker); err != nil {
		return nil // it is not ours
	}
	others, err := c.otherLabs()
	if err != nil || others {
		return err
	}
	users, err := docker.Ask(ctx, "ps", "--all", "--quiet", "--filter", "network="+network)
	if err != nil {
		return fmt.Errorf("see who uses the Docker network: %w", err)
	}
	if users != "" {
		return nil
	}
	there, err := docker.Has(ctx, "network", "inspect", network)
	if err != nil {
		return fmt.Errorf("look for the Docker network: %w", err)
	}
	if there {
		if _, err := docker.Run(ctx, "network", "rm", network); err != nil {
			return fmt.Errorf("remove the Docker network that the lab made: %w", err)
		}
	}
	if err := os.Remove(marker); err != nil {
		return fmt.Errorf("forget the Docker network: %w", err)
	}
	return nil
}

// otherLabs says whether there is another lab on a kind cluster. A lab has its
// record before rememberNetwork is called for it.
func (c *Cluster) otherLabs() (bool, error) {
	labs, err := state.All()
	if err != nil {
		return false, err
	}
	for _, lab := range labs {
		record, err := lab.Load()
		if err == nil && lab.Name != c.Lab.Name && record.Cluster == state.Kind {
			return true, nil
		}
	}
	return false, nil
}

// lockNetwork keeps other labs from making and removing the network.
func lockNetwork(ctx context.Context) (unlock func(), err error) {
	return state.Lock(ctx, "kind-network", func() {})
}

func networkMarker() (string, error) {
	dir, err := state.Cache("kind")
	return filepath.Join(dir, "network-is-ours"), err
}
