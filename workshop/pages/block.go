package pages

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Block is a block of code.
type Block struct {
	// Line is that of its fence.
	Line int
	// Language is the first word after the fence, or empty.
	Language string
	// Path is the file that the block shows a part of, from the top of the
	// repository, or empty.
	Path  string
	Lines []Line
	// Indented is set if it has no fence, Folded if it is in a <details>.
	Indented, Folded bool
	// Console is what is to be typed, if the language is console.
	Console *Console
}

// consoleLanguage is the language of blocks that are run.
const consoleLanguage = "console"

func (r *reader) fenced(node *ast.FencedCodeBlock) {
	block := Block{Line: r.position(node), Lines: r.lines(node), Folded: r.folds > 0}
	var words []string
	if node.Info != nil {
		block.Line = r.line(node.Info.Segment.Start)
		words = strings.Fields(string(node.Info.Segment.Value(r.source)))
	}
	var attributes map[string]string
	if len(words) > 0 {
		block.Language = words[0]
		attributes = r.attributes(block, words[1:])
	}
	if block.Language == consoleLanguage {
		block.Console = r.console(block, attributes)
	} else {
		block.Path = attributes["file"]
	}
	r.section().Blocks = append(r.section().Blocks, block)
}

// attributes are what follows the language: words such as until=60s.
func (r *reader) attributes(block Block, words []string) map[string]string {
	known := []string{"file"}
	if block.Language == consoleLanguage {
		known = []string{"cluster", "needs", "until", "watch", "exit"}
	}
	if strings.Contains(block.Language, "=") {
		r.add(block.Line, "the language comes first, then %s", block.Language)
	}
	attributes := map[string]string{}
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		switch _, twice := attributes[key]; {
		case !slices.Contains(known, key):
			r.add(block.Line, "the attribute %q of a block of the language %s is not known: there are %s", key, block.Language, strings.Join(known, ", "))
		case value == "":
			r.add(block.Line, "the attribute %s has no value", key)
		case twice:
			r.add(block.Line, "the attribute %s is there twice", key)
		default:
			attributes[key] = value
		}
	}
	return attributes
}
