package artifacts

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"example.com/metrics-lab/lab/journal"
)

// writeReadme says which test failed, and where to look.
func writeReadme(dir, name, journalFile string, problems error) error {
	failed, running, err := journal.Unfinished(journalFile)
	if err != nil {
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "# Why the tests of the lab %s failed\n\n", name)
	switch {
	case len(failed)+len(running) == 0:
		text.WriteString("No test failed: the lab could not be made, or the run was ended before a test began.\n" +
			"The error is at the end of the output of `go test`; logs/ says more.\n")
	default:
		list(&text, "Failed", failed)
		list(&text, "Did not end, since the run was ended by a panic, by its time-out or from outside", running)
		text.WriteString("The message of a test is in the output of `go test`: what it waited for, and what it saw last.\n")
	}
	text.WriteString(`
| where | what |
|---|---|
| history.log | the tests one after the other, and what they saw of replicas and metric values, with times |
| metrics/ | what the metrics APIs answer, to each HPA and about themselves |
| objects/horizontalpodautoscalers.yaml | HPAs with the conditions that say why they do not scale |
| objects/ | events.txt, and the other objects of the lab; the namespace of a test that failed is left as it was |
| logs/ | the adapter, the control plane and the nodes |
`)
	if problems != nil {
		fmt.Fprintf(&text, "\nThis could not be collected:\n\n```\n%v\n```\n", problems)
	}
	return os.WriteFile(filepath.Join(dir, readme), []byte(text.String()), 0o644)
}

func list(text *strings.Builder, title string, tests []string) {
	if len(tests) == 0 {
		return
	}
	fmt.Fprintf(text, "%s:\n\n", title)
	for _, test := range tests {
		fmt.Fprintf(text, "- %s\n", test)
	}
	text.WriteString("\n")
}
