package check

import (
	"testing"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/utils/ptr"
)

func rules(policies ...autoscalingv2.HPAScalingPolicy) *autoscalingv2.HPAScalingRules {
	return &autoscalingv2.HPAScalingRules{Policies: policies}
}

func selecting(selected autoscalingv2.ScalingPolicySelect, rules *autoscalingv2.HPAScalingRules) *autoscalingv2.HPAScalingRules {
	rules.SelectPolicy = &selected
	return rules
}

func pods(value, seconds int32) autoscalingv2.HPAScalingPolicy {
	return autoscalingv2.HPAScalingPolicy{Type: autoscalingv2.PodsScalingPolicy, Value: value, PeriodSeconds: seconds}
}

func percent(value, seconds int32) autoscalingv2.HPAScalingPolicy {
	return autoscalingv2.HPAScalingPolicy{Type: autoscalingv2.PercentScalingPolicy, Value: value, PeriodSeconds: seconds}
}

func TestDrains(t *testing.T) {
	t.Parallel()
	const more, disabled = "allows more", "is disabled"
	for _, row := range []struct {
		name  string
		rules *autoscalingv2.HPAScalingRules
		err   string
	}{
		{"1 in 5", rules(pods(1, 5)), ""},
		{"1 in 10", rules(pods(1, 10)), ""},
		{"1 in 4", rules(pods(1, 4)), more},
		{"2 in 10, which may go at once", rules(pods(2, 10)), more},
		{"10 % of 10", rules(percent(10, 5)), ""},
		{"11 % of 10, which is rounded up", rules(percent(11, 5)), more},
		{"the larger of two", rules(pods(1, 5), percent(100, 15)), more},
		{"the smaller of two", selecting(autoscalingv2.MinChangePolicySelect, rules(percent(100, 15), pods(1, 5))), ""},
		{"the smaller of two that are too large", selecting(autoscalingv2.MinChangePolicySelect, rules(percent(100, 15), pods(2, 5))), more},
		{"none", selecting(autoscalingv2.DisabledPolicySelect, rules(pods(1, 5))), disabled},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wantError(t, drains(row.rules, 10), row.err)
		})
	}
}

func TestAddsAtOnce(t *testing.T) {
	t.Parallel()
	const less, disabled = "do not let it", "is disabled"
	for _, row := range []struct {
		name  string
		rules *autoscalingv2.HPAScalingRules
		err   string
	}{
		{"100 pods", rules(pods(100, 1)), ""},
		{"9 pods", rules(pods(9, 60)), ""},
		{"8 pods", rules(pods(8, 1)), less},
		{"900 %", rules(percent(900, 1)), ""},
		{"800 %", rules(percent(800, 1)), less},
		{"the default", rules(pods(4, 15), percent(100, 15)), less},
		{"the larger of two", rules(pods(4, 15), percent(900, 15)), ""},
		{"the smaller of two", selecting(autoscalingv2.MinChangePolicySelect, rules(pods(4, 15), percent(900, 15))), less},
		{"none", selecting(autoscalingv2.DisabledPolicySelect, rules(pods(100, 1))), disabled},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wantError(t, addsAtOnce(row.rules, 1, 10), row.err)
		})
	}
}

func TestNotTooLong(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		up, down *int32
		want     string
	}{
		{"7 seconds", ptr.To[int32](7), ptr.To[int32](7), ""},
		{"8 seconds up", ptr.To[int32](8), ptr.To[int32](7), "the window of scaleUp is 8 seconds"},
		{"15 seconds down", ptr.To[int32](3), ptr.To[int32](15), "the window of scaleDown is 15 seconds"},
		{"the default of down is five minutes", ptr.To[int32](3), nil, "the window of scaleDown is 300 seconds"},
		{"that of up is none", nil, ptr.To[int32](3), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wantError(t, notTooLong(&autoscalingv2.HorizontalPodAutoscalerBehavior{
				ScaleUp:   &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: row.up},
				ScaleDown: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: row.down},
			}), row.want)
		})
	}
}

func TestOutlast(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		up, down *int32
		want     bool
	}{
		{"both", ptr.To[int32](3), ptr.To[int32](3), true},
		{"as long as a spike", ptr.To[int32](2), ptr.To[int32](3), false},
		{"as long as a gap", ptr.To[int32](3), ptr.To[int32](2), false},
		{"the default of down is five minutes", ptr.To[int32](3), nil, true},
		{"that of up is none", nil, nil, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			behavior := &autoscalingv2.HorizontalPodAutoscalerBehavior{
				ScaleUp:   &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: row.up},
				ScaleDown: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: row.down},
			}
			if got := outlast(behavior, spike); got != row.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
