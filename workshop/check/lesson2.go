package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
)

const (
	topicPath      = customPrefix + "namespaces/adapter/topics.workshop.example.com/orders/lag"
	deploymentPath = customPrefix + "namespaces/adapter/deployments.apps/web/requests-in-flight"
)

func lesson2() lesson {
	return lesson{"The adapter", []item{
		{"the adapter answers lag of the topic adapter/orders, a custom resource", topicIsAnswered},
		{"the adapter answers requests-in-flight of the Deployment adapter/web, and counts", requestsAreCounted},
		{"adapter/source/sample and its tests have it, and they pass", sampleHasRequests},
	}}
}

func topicIsAnswered(ctx context.Context, l *Learner) error {
	lag, err := askOne(ctx, l, topicPath)
	if err != nil {
		return fmt.Errorf("%w: step 7 leads to it", err)
	}
	if lag.Value.MilliValue() != 70_000 {
		return fmt.Errorf("it answers %s: workshop/2-adapter/lag.yaml of step 7 says 70", lag.Value.String())
	}
	return nil
}

// requestsAreCounted tells the new metric of the source sample from one that is
// declared: by name, it grows by 100m at each read.
func requestsAreCounted(ctx context.Context, l *Learner) error {
	var values [2]int64
	for i := range values {
		requests, err := askOne(ctx, l, deploymentPath)
		if err != nil {
			return fmt.Errorf("%w: exercise 1 adds it to adapter/source/sample, for deployments of the group apps, and `make up` starts the new adapter", err)
		}
		if object := requests.DescribedObject; object.APIVersion != "apps/v1" || object.Kind != "Deployment" {
			return fmt.Errorf("it describes a %s of %s, and exercise 1 wants a Deployment of apps/v1", object.Kind, object.APIVersion)
		}
		values[i] = requests.Value.MilliValue()
	}
	if grown := values[1] - values[0]; grown < 100 || grown%100 != 0 {
		return errors.New("it does not grow by 100m at each read: exercise 1 wants it to be one of the metrics of adapter/source/sample, not of a SimulatedMetric")
	}
	return nil
}

// sampleHasRequests looks at the files too: an adapter that runs may be of others.
func sampleHasRequests(ctx context.Context, l *Learner) error {
	files, err := filepath.Glob(filepath.Join(l.Root, "adapter", "source", "sample", "*.go"))
	if err != nil {
		return err
	}
	inSource, inTests := false, false
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		found := bytes.Contains(text, []byte("requests-in-flight"))
		if strings.HasSuffix(file, "_test.go") {
			inTests = inTests || found
		} else {
			inSource = inSource || found
		}
	}
	switch {
	case !inSource:
		return errors.New("the source does not have requests-in-flight: was it saved, or put back already?")
	case !inTests:
		return errors.New("its tests do not expect requests-in-flight: exercise 1 changes them, too")
	}
	return testsPass(ctx, l, "./adapter/source/sample")
}

// askOne requests a metric of one object.
func askOne(ctx context.Context, l *Learner, path string) (*v1beta2.MetricValue, error) {
	var list v1beta2.MetricValueList
	if err := ask(ctx, l, path, &list); err != nil {
		return nil, err
	}
	if len(list.Items) != 1 {
		return nil, fmt.Errorf("%d values are in the answer to GET %s, and not one", len(list.Items), path)
	}
	return &list.Items[0], nil
}
