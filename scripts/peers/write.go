package peers

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// Write has the test adapter have a value of a pod. It listens on this port only.
func Write(ctx context.Context, namespace, pod, metric string) error {
	url := fmt.Sprintf("http://localhost:8080/write-metrics/namespaces/%s/pods/%s/%s", namespace, pod, metric)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(`"10"`))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, response.Status)
	}
	return nil
}
