package chaos

import (
	"context"
	"testing"
	"time"

	"example.com/metrics-lab/lab/lifecycle"
)

const (
	// killAdapters kills the processes of that many adapters.
	killAdapters = `left=$1; for p in /proc/[0-9]*; do
	test "$left" -gt 0 || break
	test "$(cat "$p/comm" 2>/dev/null)" != metrics-adapter || { kill -9 "${p#/proc/}"; left=$((left-1)); }
done; test "$left" = 0`
	cutPod  = `iptables -I OUTPUT -d "$1" -j DROP; iptables -I INPUT -s "$1" -j DROP`
	joinPod = `iptables -D OUTPUT -d "$1" -j DROP; iptables -D INPUT -s "$1" -j DROP`
)

func TestRollingRestart(t *testing.T) {
	f := begin(t, "rolling restart of two replicas, 10 times", "0 failed requests", lifecycle.Kind)
	f.runProduction()
	f.well()
	f.traffic.Take()
	start := time.Now()
	for range 10 {
		f.restart()
	}
	r, hpa := f.traffic.Take(), f.hpa.take()
	if r.Failed+r.Wrong > 0 {
		t.Error(r)
	}
	f.found("%s, in %.0f s; %s", r, time.Since(start).Seconds(), hpa)
}

func TestOneOfTwoIsKilled(t *testing.T) {
	f := begin(t, "SIGKILL of one of two replicas", "failures for 1 s at most; the HPA keeps its metric", lifecycle.Kind)
	f.runProduction()
	f.well()
	onNode(t.Context(), t, killAdapters, "1")
	f.rolledOut(2)
	back := f.wellAfter()
	if back.report.Outage() > time.Second || back.report.Wrong > 0 || back.hpa.Blind > 2*time.Second || back.hpa.Moved != 0 {
		t.Error(back)
	}
	f.found("%s", back)
}

func TestOneOfTwoIsCutOff(t *testing.T) {
	f := begin(t, "the network of one of two replicas is cut for a minute, then that of the other", "failures for 1 s at most; the HPA keeps its metric", lifecycle.Kind)
	f.runProduction()
	f.well()
	pods, err := f.pods(t.Context())
	must(t, err)
	for _, pod := range pods { // the API server asks one of them, as long as its connection lasts
		onNode(t.Context(), t, cutPod, pod.Status.PodIP)
		sleep(t.Context(), time.Minute)
		onNode(context.WithoutCancel(t.Context()), t, joinPod, pod.Status.PodIP)
		f.rolledOut(2)
	}
	back := f.wellAfter()
	if back.report.Wrong > 0 || back.hpa.Moved != 0 {
		t.Error(back)
	}
	f.found("%s", back)
}

func TestOnlyReplicaIsKilled(t *testing.T) {
	f := begin(t, "SIGKILL of the only replica", "back in 5 s; the HPA holds, and says why", lifecycle.Kind)
	onNode(t.Context(), t, killAdapters, "1")
	back := f.wellAfter()
	if back.report.Outage() > 5*time.Second || back.report.Wrong > 0 || back.hpa.Moved != 0 || back.hpa.Blind == 0 {
		t.Error(back)
	}
	f.found("%s", back)
}
