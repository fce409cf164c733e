package check

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/lab/adapter"
)

func lesson9() lesson {
	var theirs overlay
	return lesson{"Into production", []item{
		{"the adapter's certificate was renewed, by the same authority", certificateWasRenewed},
		{"the metrics APIs are the adapter's, and available", metricsAPIsAreOurs},
		{"production:dashboard may read orders_per_second of services", dashboardMayReadOrders},
		{"and it may read nothing else", dashboardMayReadNothingElse},
		{production + " has two replicas of an image of yours", theirs.hasAnImage},
		{"and it serves the external metrics API only", theirs.isExternal},
	}}
}

// certificateWasRenewed: the lab makes the authority and the first certificate at
// the same time.
func certificateWasRenewed(ctx context.Context, l *Learner) error {
	secret, err := l.Kubernetes.CoreV1().Secrets(adapter.Namespace).Get(ctx, adapter.Name+"-cert", metav1.GetOptions{})
	if err != nil {
		return err
	}
	ca, err := parseCertificate(secret.Data["ca.crt"])
	if err != nil {
		return err
	}
	leaf, err := parseCertificate(secret.Data["tls.crt"])
	if err != nil {
		return err
	}
	if err := leaf.CheckSignatureFrom(ca); err != nil {
		return fmt.Errorf("another authority has signed it: %w: make up makes it anew", err)
	}
	if leaf.NotBefore.Sub(ca.NotBefore) < 2*time.Second {
		return errors.New("it is as old as its authority: step 2 renews it")
	}
	return nil
}

func parseCertificate(data []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("the Secret has no certificate: make up makes it")
	}
	return x509.ParseCertificate(block.Bytes)
}

func metricsAPIsAreOurs(ctx context.Context, l *Learner) error {
	foreign, err := adapter.FindForeign(ctx, l.Clients)
	if err != nil {
		return err
	}
	if len(foreign) > 0 {
		return fmt.Errorf("%s: kubectl delete apiservice %s, then make up registers the lab's", foreign[0], foreign[0].APIService)
	}
	problems, err := adapter.Unavailable(ctx, l.Clients)
	if err != nil {
		return fmt.Errorf("%w: make up registers it", err)
	}
	if len(problems) > 0 {
		return fmt.Errorf("%s: make up repairs it", strings.Join(problems, "; "))
	}
	return nil
}
