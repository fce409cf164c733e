package check

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
)

// waitingIsTested looks for the metric of exercise 1 in the tests of the source: for its
// name, or for a constant that is its name.
func waitingIsTested(_ context.Context, l *Learner) error {
	files, err := filepath.Glob(filepath.Join(l.Root, queueSource, "*.go"))
	if err != nil {
		return err
	}
	var code, tests []*ast.File
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			return fmt.Errorf("read the source and its tests: %w", err)
		}
		if strings.HasSuffix(file, "_test.go") {
			tests = append(tests, parsed)
		} else {
			code = append(code, parsed)
		}
	}
	names := map[string]bool{strconv.Quote(queueWaiting): true}
	for _, file := range code {
		addConstants(file, names)
	}
	for _, file := range tests {
		if mentions(file, names) {
			return nil
		}
	}
	return errors.New("no test does: exercise 1 asks for one")
}

// addConstants adds to the names those of constants whose value is one of them.
func addConstants(file *ast.File, names map[string]bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, value := range spec.Values {
			if literal, ok := value.(*ast.BasicLit); ok && names[literal.Value] {
				names[spec.Names[i].Name] = true
			}
		}
		return true
	})
}

func mentions(file *ast.File, names map[string]bool) bool {
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			found = found || names[n.Name]
		case *ast.BasicLit:
			found = found || names[n.Value]
		}
		return !found
	})
	return found
}
