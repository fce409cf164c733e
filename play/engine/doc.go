// Package engine plays HorizontalPodAutoscalers. It runs the HPA controller of Kubernetes, unchanged, in a time of its own:
// hours take milliseconds, and the same input gives the same result, to the byte. Around the controller there is what it
// talks to: HPAs, scales, pods and the three metrics APIs, of workloads that are simulated.
package engine
