package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"example.com/metrics-lab/scripts/peers/load"
)

// profile takes a CPU profile of an adapter for a turn, if that is wanted, and returns what waits for its end. That of the
// last turn is kept.
func (b *bench) profile(ctx context.Context, row string, p *peer) (wait func()) {
	if b.profiles == "" {
		return func() {}
	}
	var taking sync.WaitGroup
	taking.Go(func() {
		if err := b.takeProfile(ctx, row, p); err != nil {
			b.show.Say("no profile of %s, %s: %v", p.Name, row, err)
		}
	})
	return taking.Wait
}

func (b *bench) takeProfile(ctx context.Context, row string, p *peer) error {
	if err := os.MkdirAll(b.profiles, 0o755); err != nil {
		return err
	}
	name := regexp.MustCompile(`\W+`).ReplaceAllString(row+"-"+p.Name, "-") + ".pprof"
	file, err := os.Create(filepath.Join(b.profiles, name))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	_, err = load.Get(ctx, p.Client, p.URL(fmt.Sprintf("/debug/pprof/profile?seconds=%.0f", turn.Seconds())), file)
	return err
}
