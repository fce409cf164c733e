// Package live plays what the engine plays on a cluster that runs, in real time, with the lab's adapter for the metrics. The
// result has the same form, so that the two can be laid over each other: where they are equal, the simulation is true.
//
// Compare does so. By hand, with a lab that runs:
//
//	go test ./live -run TestTrue -v -args -context=kwok-metrics-lab -sync-period=1s -scenarios=testdata/true
package live
