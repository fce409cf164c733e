package scenario

import (
	"time"

	"example.com/metrics-lab/play/engine"
)

// controller reads the flags of the HPA controller.
func controller(c cursor) engine.Controller {
	flags := engine.DefaultController()
	f := c.fields("syncPeriod", "tolerance", "downscaleStabilization", "cpuInitializationPeriod", "initialReadinessDelay")
	for name, flag := range map[string]*time.Duration{
		"downscaleStabilization":  &flags.DownscaleStabilization,
		"cpuInitializationPeriod": &flags.CPUInitializationPeriod,
		"initialReadinessDelay":   &flags.InitialReadinessDelay,
	} {
		if d, ok := f.get(name).duration(0, maxDuration); ok {
			*flag = d
		}
	}
	if d, ok := f.get("syncPeriod").duration(time.Second, time.Hour); ok {
		flags.SyncPeriod = d
	}
	if tolerance, ok := f.get("tolerance").share(); ok {
		flags.Tolerance = tolerance.AsApproximateFloat64()
	}
	return flags
}
