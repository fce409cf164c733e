package write

import (
	"encoding/json"
	"net/http"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/klog/v2"
)

// answer sends a Status, and in headers what HTTP has a header for.
func answer(w http.ResponseWriter, status metav1.Status) {
	status.TypeMeta = metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}
	header := w.Header()
	header.Set("Content-Type", "application/json")
	if status.Code == http.StatusMethodNotAllowed {
		header.Set("Allow", http.MethodPost)
	}
	if status.Details != nil && status.Details.RetryAfterSeconds > 0 {
		header.Set("Retry-After", strconv.Itoa(int(status.Details.RetryAfterSeconds)))
	}
	w.WriteHeader(int(status.Code))
	if err := json.NewEncoder(w).Encode(status); err != nil {
		klog.V(2).InfoS("Cannot answer, the client has gone", "err", err)
	}
}
