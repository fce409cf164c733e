package main

import (
	"fmt"
	"io"
	"os"
	"path"

	"github.com/spf13/cobra"

	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/scripts/rename"
)

func newRename() *cobra.Command {
	return &cobra.Command{
		Use:   "rename MODULE",
		Short: "Make this repository your own: give its Go module another path",
		Long: `Make this repository your own: give its Go module another path, in the go.mod
files, in imports, and wherever else it is written. MODULE is the new path, such
as github.com/you/my-metrics. Everything has to be committed before.

The API group of SimulatedMetric stays lab.example.com: clients and clusters know
it. Lesson 9 of the workshop says how to change it, too.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := lifecycle.FindRoot()
			if err != nil {
				return err
			}
			result, err := rename.Run(cmd.Context(), root, args[0])
			if err != nil {
				return err
			}
			printRenamed(os.Stdout, result)
			return nil
		},
	}
}

func printRenamed(out io.Writer, result *rename.Result) {
	if result.From == result.To {
		_, _ = fmt.Fprintf(out, "The module is called %s already.\n", result.To)
		return
	}
	source, modules := 0, 0
	for _, name := range result.Changed {
		switch {
		case path.Ext(name) == ".go":
			source++
		case path.Base(name) == "go.mod":
			modules++
		}
	}
	_, _ = fmt.Fprintf(out, "%s is now %s, in %d files: %d of Go, %d go.mod, %d of other kinds.\n",
		result.From, result.To, len(result.Changed), source, modules, len(result.Changed)-source-modules)
	for _, place := range result.Left {
		_, _ = fmt.Fprintf(out, "  left as it is, a part of something else: %s\n", place)
	}
	_, _ = fmt.Fprint(out, afterRenaming)
}

const afterRenaming = `
Left to do:
  git diff --stat                        # look at it; git checkout . undoes it
  go vet ./...                           # it compiles
  git commit --all -m 'Rename the module'
The next make up compiles the embedded cluster's programs again, since what pins
them has another name. The API group stays lab.example.com, and the namespace,
the images and labs of the default name are called metrics-lab: see lesson 9.
`
