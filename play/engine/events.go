package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	client "k8s.io/client-go/kubernetes/typed/core/v1"
)

// events takes the events that one controller writes. It is a client of which the recorder uses nothing else.
type events struct {
	client.EventInterface
	take func(event *corev1.Event)
}

func (e events) Events(string) client.EventInterface { return e }

func (e events) CreateWithEventNamespaceWithContext(_ context.Context, event *corev1.Event) (*corev1.Event, error) {
	e.take(event)
	return event, nil
}

// PatchWithEventNamespaceWithContext is for an event that comes again.
func (e events) PatchWithEventNamespaceWithContext(_ context.Context, event *corev1.Event, data []byte) (*corev1.Event, error) {
	patched := event.DeepCopy()
	if err := json.Unmarshal(data, patched); err != nil { // it is a merge of plain fields
		return nil, fmt.Errorf("read the change of an event: %w", err)
	}
	e.take(patched)
	return patched, nil
}

func (e events) CreateWithEventNamespace(event *corev1.Event) (*corev1.Event, error) {
	return e.CreateWithEventNamespaceWithContext(context.Background(), event)
}

func (e events) PatchWithEventNamespace(event *corev1.Event, data []byte) (*corev1.Event, error) {
	return e.PatchWithEventNamespaceWithContext(context.Background(), event, data)
}

func eventOf(e *corev1.Event) Event {
	return Event{At: time.Since(Start), Type: e.Type, Reason: e.Reason, Message: e.Message, Count: e.Count}
}
