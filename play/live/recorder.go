package live

import (
	"sync"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/play/engine"
)

// recorder notes what happens in the namespace of a play, as it is watched.
type recorder struct {
	in    engine.Input
	clock clock.PassiveClock
	news  chan struct{} // there is some

	mu      sync.Mutex // guards what follows
	start   time.Time  // zero before the play
	ended   bool
	pods    map[string]*corev1.Pod
	wanted  map[string]int32 // replicas, by Deployment
	samples map[string][]engine.Sample
	status  map[string]autoscalingv2.HorizontalPodAutoscalerStatus // by HPA
	played  map[string]*engine.Played
}

func newRecorder(in engine.Input, clock clock.PassiveClock) *recorder {
	r := &recorder{
		in: in, clock: clock, news: make(chan struct{}, 1),
		pods: map[string]*corev1.Pod{}, wanted: map[string]int32{}, samples: map[string][]engine.Sample{},
		status: map[string]autoscalingv2.HorizontalPodAutoscalerStatus{}, played: map[string]*engine.Played{},
	}
	for _, hpa := range in.HPAs {
		r.played[hpa.Name] = engine.NewPlayed(hpa)
	}
	return r
}

// see notes an object that was made or changed.
func (r *recorder) see(object any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch o := object.(type) {
	case *corev1.Pod:
		r.pods[o.Name] = o
	case *appsv1.Deployment:
		r.wanted[o.Name] = *o.Spec.Replicas
	case *autoscalingv2.HorizontalPodAutoscaler:
		r.decided(o)
	case *corev1.Event:
		r.event(o)
	}
	r.note()
}

// lose notes that a pod is gone.
func (r *recorder) lose(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.pods, name)
	r.note()
}

// begin begins the play: times count from now on.
func (r *recorder) begin(start time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.start = start
	r.note()
}

// playing tells whether what happens counts.
func (r *recorder) playing() bool { return !r.start.IsZero() && !r.ended }

func (r *recorder) at() time.Duration {
	return max(0, r.clock.Since(r.start)).Truncate(time.Millisecond)
}

// decided notes a status that the controller has written. It writes none where nothing has changed, so there are fewer
// decisions than looks.
func (r *recorder) decided(hpa *autoscalingv2.HorizontalPodAutoscaler) {
	p := r.played[hpa.Name]
	if p == nil || !r.playing() || len(hpa.Status.Conditions) == 0 || equality.Semantic.DeepEqual(r.status[hpa.Name], hpa.Status) {
		return
	}
	r.status[hpa.Name] = hpa.Status
	d := engine.Decision{At: r.at(), Current: hpa.Status.CurrentReplicas, Desired: hpa.Status.DesiredReplicas}
	if n := len(p.Decisions); n > 0 {
		d.Current = p.Decisions[n-1].Desired // the pods follow later
	}
	p.Decide(d, hpa.Status)
	if last := &p.Decisions[len(p.Decisions)-1]; last.Error != "" {
		last.Desired = last.Current // the status keeps what was desired before
	}
}

// event notes one that the controller has written.
func (r *recorder) event(e *corev1.Event) {
	if p := r.played[e.InvolvedObject.Name]; p != nil && r.playing() && e.InvolvedObject.Kind == "HorizontalPodAutoscaler" {
		p.Events = append(p.Events, engine.Event{At: r.at(), Type: e.Type, Reason: e.Reason, Message: e.Message, Count: e.Count})
	}
}

// note takes a sample of each workload that has changed.
func (r *recorder) note() {
	select {
	case r.news <- struct{}{}:
	default:
	}
	if !r.playing() {
		return
	}
	for _, w := range r.in.Workloads {
		r.samples[w.Name] = with(r.samples[w.Name], r.sample(w))
	}
}

// with adds a sample that says something new. Of several at one moment the last one counts.
func with(all []engine.Sample, now engine.Sample) []engine.Sample {
	n := len(all)
	if n == 0 {
		return []engine.Sample{now}
	}
	last := all[n-1]
	switch {
	case last.At == now.At:
		all[n-1] = now
		return all
	case last.Wanted == now.Wanted && last.Existing == now.Existing && last.Ready == now.Ready:
		return all
	}
	return append(all, now)
}

// sample is the state of a workload now. A pod that is being deleted does not count: the controller leaves it out.
func (r *recorder) sample(w engine.Workload) engine.Sample {
	s := engine.Sample{At: r.at(), Wanted: r.wanted[w.Name]}
	selector, err := labels.Parse(w.Selector)
	if err != nil {
		return s // Playable has refused it
	}
	for _, p := range r.pods {
		if p.DeletionTimestamp == nil && selector.Matches(labels.Set(p.Labels)) {
			s.Existing++
			s.Ready += ready(p)
		}
	}
	return s
}

// ready is 1 for a pod that is Ready.
func ready(p *corev1.Pod) int32 {
	for _, c := range p.Status.Conditions {
		if c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue {
			return 1
		}
	}
	return 0
}
