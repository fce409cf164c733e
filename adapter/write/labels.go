package write

import (
	"fmt"
	"net/url"

	"k8s.io/apimachinery/pkg/labels"
)

// parseLabels reads the labels of a sample from a query. Other parameters are ignored, as the API server does. What
// cannot be decoded is refused rather than left out.
func parseLabels(query string) (labels.Set, error) {
	const howTo = "write them as ?labels=verb=GET,code=200"
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	given := values["labels"]
	if len(given) == 0 {
		return nil, nil
	}
	if len(given) > 1 {
		return nil, fmt.Errorf("labels are given %d times: %s", len(given), howTo)
	}
	set, err := labels.ConvertSelectorToLabelsMap(given[0])
	if err != nil {
		return nil, fmt.Errorf("labels: %w: %s", err, howTo)
	}
	return set, nil
}
