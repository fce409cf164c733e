package check

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"
)

func lesson8() lesson {
	return lesson{"Live development", []item{
		{"external.go has the change of exercise 1", constantIsChanged},
		{"the adapter answers it", premiumIs42},
	}}
}

func constantIsChanged(_ context.Context, l *Learner) error {
	file := filepath.Join("adapter", "source", "sample", "external.go")
	source, err := os.ReadFile(filepath.Join(l.Root, file))
	if err != nil {
		return err
	}
	if !strings.Contains(string(source), `s.queue(42, labels.Set{"queue": "orders", "tier": "premium"})`) {
		return fmt.Errorf("the value of the tier premium is not 42 in %s", file)
	}
	return nil
}

func premiumIs42(_ context.Context, l *Learner) error {
	series, err := externalSeries(l, "default", "queue-messages", labels.SelectorFromSet(labels.Set{"tier": "premium"}))
	if err != nil {
		return fmt.Errorf("%w: see whether the adapter runs, with bin/lab status", err)
	}
	var answers []string
	for _, item := range series {
		answers = append(answers, item.Value.String())
	}
	if !slices.Equal(answers, []string{"42"}) {
		return fmt.Errorf("it answers %v: was the adapter built and started after the change, by Tilt or by bin/lab dev?", answers)
	}
	return nil
}
