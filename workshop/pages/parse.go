package pages

import (
	"html"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// Parse reads a page. file is its path from the top of the repository. The error
// joins everything that is wrong, as Errors; the page is what could be read.
func Parse(file string, source []byte) (*Page, error) {
	p := &Page{File: file, Sections: []Section{{Line: 1}}, anchors: map[string]bool{}}
	r := &reader{page: p, problems: problems{page: p}, source: source, starts: lineStarts(source), taken: map[string]int{}}
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	err := ast.Walk(markdown.Parser().Parse(text.NewReader(source)), r.visit)
	if err != nil {
		r.add(1, "%v", err)
	}
	if r.folds > 0 {
		r.add(r.folded, "a <details> that does not end")
	}
	return p, r.err()
}

// reader makes a page of a tree of Markdown.
type reader struct {
	problems
	page   *Page
	source []byte
	starts []int          // of the lines, as offsets
	taken  map[string]int // anchors without numbers, and how often
	// folds is how many <details> the current place is in, and folded the line of
	// the outermost.
	folds, folded int
}

func lineStarts(source []byte) []int {
	starts := []int{0}
	for i, c := range source {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// line is the number of the line that an offset is in.
func (r *reader) line(offset int) int {
	return max(1, sort.SearchInts(r.starts, offset+1))
}

func (r *reader) section() *Section { return &r.page.Sections[len(r.page.Sections)-1] }

func (r *reader) visit(node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	switch node := node.(type) {
	case *ast.Heading:
		r.heading(node)
	case *ast.Paragraph:
		r.section().Paragraphs++
	case *ast.ListItem:
		r.section().Items++
	case *ast.FencedCodeBlock:
		r.fenced(node)
	case *ast.CodeBlock:
		r.section().Blocks = append(r.section().Blocks, Block{Line: r.line(node.Pos()), Indented: true, Lines: r.lines(node)})
	case *ast.HTMLBlock:
		if node.HTMLBlockType != ast.HTMLBlockType2 { // a comment
			for _, line := range r.lines(node) {
				r.html(line)
			}
		}
	case *ast.RawHTML:
		for _, segment := range node.Segments.Sliced(0, node.Segments.Len()) {
			r.html(Line{r.line(segment.Start), string(segment.Value(r.source))})
		}
	case *ast.Link:
		r.link(r.position(node), string(node.Destination))
	case *ast.Image:
		r.link(r.position(node), string(node.Destination))
	case *ast.AutoLink:
		r.link(r.position(node), string(node.URL(r.source)))
	}
	return ast.WalkContinue, nil
}

// position is the line of a node in a line of text. Where the node does not know,
// it is that of the block that it stands in.
func (r *reader) position(node ast.Node) int {
	for ; node != nil; node = node.Parent() {
		if offset := node.Pos(); offset >= 0 {
			return r.line(offset)
		}
	}
	return 1
}

func (r *reader) link(line int, target string) {
	r.section().Links = append(r.section().Links, Link{Line: line, Target: target})
}

func (r *reader) heading(node *ast.Heading) {
	title := plain(node, r.source)
	r.page.Sections = append(r.page.Sections, Section{
		Line: r.position(node), Level: node.Level, Title: title, Anchor: r.anchor(title),
	})
}

// plain is the text of a node without markup.
func plain(node ast.Node, source []byte) string {
	b := new(strings.Builder)
	_ = ast.Walk(node, func(node ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no error
		switch node := node.(type) {
		case *ast.Text:
			if entering {
				b.Write(node.Value(source))
			}
		case *ast.String:
			if entering {
				b.Write(node.Value)
			}
		}
		return ast.WalkContinue, nil
	})
	return html.UnescapeString(b.String())
}

func (r *reader) lines(node ast.Node) []Line {
	var lines []Line
	for _, segment := range node.Lines().Sliced(0, node.Lines().Len()) {
		lines = append(lines, Line{r.line(segment.Start), strings.TrimRight(string(segment.Value(r.source)), "\r\n")})
	}
	return lines
}

var (
	tag       = regexp.MustCompile(`(?i)<(/?)details\b[^>]*>`)
	attribute = regexp.MustCompile(`(?i)\b(id|name|href|src)\s*=\s*["']([^"']*)["']`)
)

// html reads a line of HTML: where <details> begin and end, anchors and links.
func (r *reader) html(line Line) {
	for _, found := range tag.FindAllStringSubmatch(line.Text, -1) {
		switch {
		case found[1] == "" && r.folds == 0:
			r.folded = line.Number
			fallthrough
		case found[1] == "":
			r.folds++
			r.section().Solutions++
		case r.folds == 0:
			r.add(line.Number, "a </details> without <details>")
		default:
			r.folds--
		}
	}
	for _, found := range attribute.FindAllStringSubmatch(line.Text, -1) {
		if slices.Contains([]string{"href", "src"}, strings.ToLower(found[1])) {
			r.link(line.Number, found[2])
		} else {
			r.page.anchors[found[2]] = true
		}
	}
}
