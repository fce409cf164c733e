package command

import (
	"encoding/json"
	"io"

	"example.com/metrics-lab/play/engine"
	"example.com/metrics-lab/play/scenario"
)

// played is one test in --json. Times are in nanoseconds since the start, as in all of Go's.
type played struct {
	File     string             `json:"file"`
	Test     string             `json:"test"`
	Failures []scenario.Failure `json:"failures"`
	Result   *engine.Result     `json:"result"`
	Compared *engine.Result     `json:"compared,omitempty"`
}

func writeJSON(w io.Writer, outcomes []outcome) error {
	all := make([]played, 0, len(outcomes))
	for _, out := range outcomes {
		all = append(all, played{out.test.File, out.test.Name, append([]scenario.Failure{}, out.failures...), out.result, out.other})
	}
	return json.NewEncoder(w).Encode(all)
}
