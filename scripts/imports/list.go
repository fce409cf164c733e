package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// imports are the packages of this module that each of its packages imports, and that
// its tests do, by their paths below the module's.
type imports struct{ code, tests map[string][]string }

// listed asks the go command.
func listed(ctx context.Context) (imports, error) {
	module, err := goList(ctx, "-m")
	if err != nil {
		return imports{}, err
	}
	module = strings.TrimSpace(module)
	lines, err := goList(ctx, "-f", `{{.ImportPath}}|{{range .Imports}} {{.}}{{end}}|{{range .TestImports}} {{.}}{{end}}{{range .XTestImports}} {{.}}{{end}}`, module+"/...")
	if err != nil {
		return imports{}, err
	}
	all := imports{code: map[string][]string{}, tests: map[string][]string{}}
	for line := range strings.Lines(lines) {
		parts := strings.Split(line, "|")
		name := strings.TrimPrefix(parts[0], module+"/")
		all.code[name] = own(module, parts[1])
		all.tests[name] = own(module, parts[2])
	}
	return all, nil
}

// own are those of the module.
func own(module, packages string) []string {
	var all []string
	for _, imported := range strings.Fields(packages) {
		if path, ok := strings.CutPrefix(imported, module+"/"); ok {
			all = append(all, path)
		}
	}
	return all
}

func goList(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		return "", fmt.Errorf("list the packages: %w", err)
	}
	return string(out), nil
}
