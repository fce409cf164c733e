package check

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/utils/ptr"
)

const (
	// jaggedRound is a little more than a round of the curve of the exercises.
	jaggedRound = 11 * time.Second
	// jaggedPatience lets the HPA give up what it has too much, pod by pod, before.
	jaggedPatience = time.Minute
	// spike is how long a spike of that curve lasts, and a gap, in seconds.
	spike = 2
	// lasting is how long a load lasts that the HPA is to follow, in seconds.
	lasting = 15
	// drain is for how many seconds one pod may go, at most.
	drain = 5
	// both is how long a window is, at least, that always has a spike and a gap in it, in
	// seconds: from the end of one of them to the end of the next but one.
	both = 8
)

func lesson6() lesson {
	return lesson{"HPA behaviour", []item{
		{"the HPA behavior/worker may have 1 to 10 replicas, and its queue has spikes and gaps", workerHasSpikes},
		{"it follows a load that lasts for 15 seconds", workerFollows},
		{"it keeps 3 replicas through spikes and gaps", workerIsCalm},
		{"it takes away 1 pod in 5 seconds at most", workerDrains},
		{"it adds all pods that it wants at once", workerAddsAtOnce},
	}}
}

func workerHPA(ctx context.Context, l *Learner) (*autoscalingv2.HorizontalPodAutoscaler, error) {
	hpa, err := getHPA(ctx, l, "behavior", "worker", "step 2 makes it")
	if err != nil {
		return nil, err
	}
	if b := hpa.Spec.Behavior; b == nil || b.ScaleUp == nil || b.ScaleDown == nil {
		return nil, errors.New("it has no behavior: step 2 makes it with one")
	}
	return hpa, nil
}

func workerHasSpikes(ctx context.Context, l *Learner) error {
	hpa, err := workerHPA(ctx, l)
	if err != nil {
		return err
	}
	if hpa.Spec.MinReplicas == nil || *hpa.Spec.MinReplicas != 1 || hpa.Spec.MaxReplicas != 10 {
		return errors.New("its minimum is not 1, or its maximum not 10: exercise 1 is about its behavior only")
	}
	declared, err := l.Declarations.SimulatedMetrics(ctx, "behavior")
	if err != nil {
		return err
	}
	for _, d := range declared {
		if d.Spec.Metric == "queue_depth" && d.Spec.Repeat && len(d.Spec.Curve) == 5 && d.Spec.Curve[1].Value.CmpInt64(90) == 0 {
			return nil
		}
	}
	return errors.New("queue_depth has another curve: replace it with jagged.yaml of the exercises")
}

func workerFollows(ctx context.Context, l *Learner) error {
	hpa, err := workerHPA(ctx, l)
	if err != nil {
		return err
	}
	up, down := hpa.Spec.Behavior.ScaleUp, hpa.Spec.Behavior.ScaleDown
	switch {
	case up.StabilizationWindowSeconds != nil && *up.StabilizationWindowSeconds > lasting:
		return fmt.Errorf("the window of scaleUp is %d seconds: exercise 1 wants a load followed that lasts for %d", *up.StabilizationWindowSeconds, lasting)
	case down.StabilizationWindowSeconds == nil:
		return errors.New("scaleDown has no stabilizationWindowSeconds, which means five minutes: exercise 1 wants less")
	case *down.StabilizationWindowSeconds > lasting:
		return fmt.Errorf("the window of scaleDown is %d seconds: exercise 1 wants a load followed that is low for %d", *down.StabilizationWindowSeconds, lasting)
	case isDisabled(up) || isDisabled(down):
		return errors.New("one direction is disabled: exercise 1 wants a load followed in both")
	}
	return nil
}

func workerIsCalm(ctx context.Context, l *Learner) error {
	if err := workerHasSpikes(ctx, l); err != nil {
		return notBefore(err)
	}
	if err := workerFollows(ctx, l); err != nil {
		return notBefore(err)
	}
	hpa, err := workerHPA(ctx, l)
	if err != nil {
		return err
	}
	if err := isActive(hpa); err != nil {
		return err
	}
	if err := notTooLong(hpa.Spec.Behavior); err != nil {
		return err
	}
	if err := keeps(ctx, l, "behavior", "worker", 3, jaggedRound, jaggedPatience); err != nil {
		if !errors.Is(err, errLeaves) && outlast(hpa.Spec.Behavior, spike) {
			return fmt.Errorf("%w: its windows are longer than a spike and a gap, so it is on its way to 3: check again in a minute", err)
		}
		return fmt.Errorf("%w: exercise 1 asks for windows that are longer than a spike and a gap, with something to spare", err)
	}
	return nil
}

// notTooLong looks for a window with which an HPA stays wherever it was.
func notTooLong(b *autoscalingv2.HorizontalPodAutoscalerBehavior) error {
	for _, window := range []struct {
		of      string
		seconds int32
	}{
		{"scaleUp", ptr.Deref(b.ScaleUp.StabilizationWindowSeconds, 0)},
		{"scaleDown", ptr.Deref(b.ScaleDown.StabilizationWindowSeconds, 300)},
	} {
		if window.seconds >= both {
			return fmt.Errorf("the window of %s is %d seconds: one of %d or more always has a spike and a gap in it, so the HPA stays where it was, at 3 or elsewhere; shorten it", window.of, window.seconds, both)
		}
	}
	return nil
}

// outlast says whether both windows are longer than so many seconds.
func outlast(b *autoscalingv2.HorizontalPodAutoscalerBehavior, seconds int32) bool {
	return ptr.Deref(b.ScaleUp.StabilizationWindowSeconds, 0) > seconds && ptr.Deref(b.ScaleDown.StabilizationWindowSeconds, 300) > seconds
}

func workerDrains(ctx context.Context, l *Learner) error {
	hpa, err := workerHPA(ctx, l)
	if err != nil {
		return err
	}
	return drains(hpa.Spec.Behavior.ScaleDown, hpa.Spec.MaxReplicas)
}

// drains says whether no more than one pod goes in five seconds, from so many.
func drains(rules *autoscalingv2.HPAScalingRules, replicas int32) error {
	if isDisabled(rules) {
		return errors.New("scaleDown is disabled: exercise 2 wants 1 pod in 5 seconds")
	}
	within := 0
	for _, policy := range rules.Policies {
		if allows(policy, replicas) <= 1 && policy.PeriodSeconds >= drain {
			within++
		}
	}
	if enough := isMin(rules) && within > 0 || within == len(rules.Policies); !enough {
		return errors.New("scaleDown allows more: exercise 2 asks for a policy of 1 pod in 5 seconds, and none beside it that allows more")
	}
	return nil
}

func workerAddsAtOnce(ctx context.Context, l *Learner) error {
	hpa, err := workerHPA(ctx, l)
	if err != nil {
		return err
	}
	return addsAtOnce(hpa.Spec.Behavior.ScaleUp, 1, hpa.Spec.MaxReplicas)
}

// addsAtOnce says whether the policies let an HPA go from one number to the other.
func addsAtOnce(rules *autoscalingv2.HPAScalingRules, from, to int32) error {
	if isDisabled(rules) {
		return errors.New("scaleUp is disabled: exercise 2 wants it as fast as can be")
	}
	enough := 0
	for _, policy := range rules.Policies {
		if allows(policy, from) >= to-from {
			enough++
		}
	}
	if enough == 0 || isMin(rules) && enough < len(rules.Policies) {
		return fmt.Errorf("the policies of scaleUp do not let it go from %d to %d at once: at-once.yaml of step 4 does", from, to)
	}
	return nil
}

// allows is how many pods a policy lets come or go in its period.
func allows(policy autoscalingv2.HPAScalingPolicy, replicas int32) int32 {
	if policy.Type == autoscalingv2.PercentScalingPolicy {
		return int32(math.Ceil(float64(replicas) * float64(policy.Value) / 100))
	}
	return policy.Value
}

func isDisabled(rules *autoscalingv2.HPAScalingRules) bool {
	return rules.SelectPolicy != nil && *rules.SelectPolicy == autoscalingv2.DisabledPolicySelect
}

func isMin(rules *autoscalingv2.HPAScalingRules) bool {
	return rules.SelectPolicy != nil && *rules.SelectPolicy == autoscalingv2.MinChangePolicySelect
}
