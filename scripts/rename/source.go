package rename

import (
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
)

// source changes a Go file: the paths of imports, which gofmt then sorts, and
// what other strings and comments say. What does not parse, as the data of a
// test may not, is changed as other text is.
func (r renaming) source(name string, text []byte) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return r.replace(text), nil //nolint:nilerr // it is no error of the renaming
	}
	var changed []byte
	done := 0
	for _, part := range parts(file) {
		start, end := files.Position(part.Pos()).Offset, files.Position(part.End()).Offset
		changed = append(changed, text[done:start]...)
		changed = append(changed, r.replace(text[start:end])...)
		done = end
	}
	return format.Source(append(changed, text[done:]...))
}

// parts returns the string literals, those of imports too, and the comments of a
// file, in their order.
func parts(file *ast.File) []ast.Node {
	var found []ast.Node
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			found = append(found, literal)
		}
		return true
	})
	for _, group := range file.Comments {
		for _, comment := range group.List {
			found = append(found, comment)
		}
	}
	slices.SortFunc(found, func(a, b ast.Node) int { return int(a.Pos() - b.Pos()) })
	return found
}
