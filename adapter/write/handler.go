package write

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/api/setting"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// Store keeps what is written; *client.Client is one. The object is stored when Apply returns without an error. An
// error that is or wraps a Status is passed on to the client, any other is logged and hidden.
type Store interface {
	Apply(ctx context.Context, object metav1.Object, manager string) error
}

// Handler serves the write API. It is safe for concurrent use.
type Handler struct {
	store    Store
	resolver Resolver
	pace     *pace
}

// New makes a handler for the paths below Prefix. The clock is what the rate of writes is measured by.
func New(store Store, resolver Resolver, clock clock.PassiveClock) *Handler {
	return &Handler{store: store, resolver: resolver, pace: newPace(clock)}
}

// ServeHTTP answers a Status whatever happens.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	message, err := h.write(w, r)
	if err != nil {
		answer(w, failure(err))
		return
	}
	answer(w, metav1.Status{Status: metav1.StatusSuccess, Code: http.StatusOK, Message: message})
}

// write returns what it has stored, in words.
func (h *Handler) write(w http.ResponseWriter, r *http.Request) (string, error) {
	t, err := h.admit(r)
	if err != nil {
		return "", err
	}
	sampleLabels, value, err := parseSample(w, r)
	if err != nil {
		return "", err
	}
	chosen, err := h.resolve(r.Context(), t)
	if err != nil {
		return "", err
	}
	chosen.Labels = sampleLabels
	return h.apply(r.Context(), chosen.Object(value), value)
}

// admit decides from the head of a request whether its body is worth reading.
func (h *Handler) admit(r *http.Request) (target, error) {
	if r.Method != http.MethodPost {
		return target{}, methodNotAllowed(r.Method)
	}
	if len(r.URL.EscapedPath())+len(r.URL.RawQuery) > maxURL {
		return target{}, urlTooLong()
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return target{}, encoded(encoding)
	}
	t, err := parsePath(r.URL)
	if err == nil && !h.pace.allow() {
		err = tooManyWrites()
	}
	return t, err
}

func (h *Handler) apply(ctx context.Context, object metav1.Object, value resource.Quantity) (string, error) {
	name := v1alpha1.NameOf(object)
	if err := h.store.Apply(ctx, object, setting.Manager); err != nil {
		return "", fmt.Errorf("store %s: %w", name, err)
	}
	klog.V(2).InfoS("Stored a value", "object", klog.KObj(object), "value", value.String())
	return fmt.Sprintf("%s holds %s", name, value.String()), nil
}

// parseSample reads what a request says besides its path.
func parseSample(w http.ResponseWriter, r *http.Request) (labels.Set, resource.Quantity, error) {
	sampleLabels, err := parseLabels(r.URL.RawQuery)
	if err != nil {
		return nil, resource.Quantity{}, apierrors.NewBadRequest(err.Error())
	}
	value, err := parseBody(http.MaxBytesReader(w, r.Body, maxBody))
	return sampleLabels, value, err
}
