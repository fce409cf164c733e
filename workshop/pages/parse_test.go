package pages

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func parse(t *testing.T, source string) *Page {
	t.Helper()
	page, err := Parse("dir/page.md", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestParse(t *testing.T) {
	t.Parallel()
	page := parse(t, `Before.

# A *page* & `+"`code`"+`

Text with a [link](other.md#x "title") and
another [one][ref], an image ![i](i.png), <https://example.com> and <a href="html.md" name="here">HTML</a>.

[ref]: ref.md

- item
- item with [a link](item.md)

  `+"```go file=a.go"+`
  	x := 1
  `+"```"+`

| a | [b](table.md) |
|---|---|
| c | [d](cell.md)  |

## Folded

<!-- <details>
<a id="nowhere"> -->

<details><summary>Solution</summary>

Text.

`+"```console exit=2 cluster=kind"+`
$ a
  b

c

$ d
`+"```"+`

</details>

~~~text
x
~~~

    indented
`)
	want := []Section{
		{Line: 1, Paragraphs: 1},
		{
			Line: 3, Level: 1, Title: "A page & code", Anchor: "a-page--code", Paragraphs: 3, Items: 2,
			Blocks: []Block{{Line: 13, Language: "go", Path: "a.go", Lines: []Line{{14, "\tx := 1"}}}},
			Links: []Link{
				{5, "other.md#x"}, {6, "ref.md"}, {6, "i.png"}, {6, "https://example.com"}, {6, "html.md"},
				{11, "item.md"}, {17, "table.md"}, {19, "cell.md"},
			},
		},
		{
			Line: 21, Level: 2, Title: "Folded", Anchor: "folded", Paragraphs: 1, Solutions: 1,
			Blocks: []Block{
				{
					Line: 30, Language: "console", Folded: true,
					Lines: []Line{{31, "$ a"}, {32, "  b"}, {33, ""}, {34, "c"}, {35, ""}, {36, "$ d"}},
					Console: &Console{Exit: 2, Cluster: "kind", Commands: []Command{
						{Line: 31, Text: "a", Output: []Line{{32, "  b"}, {33, ""}, {34, "c"}}},
						{Line: 36, Text: "d"},
					}},
				},
				{Line: 41, Language: "text", Lines: []Line{{42, "x"}}},
				{Line: 45, Indented: true, Lines: []Line{{45, "indented"}}},
			},
		},
	}
	for i := range page.Sections { // nil and empty are the same
		slices.SortFunc(page.Sections[i].Links, func(a, b Link) int { return a.Line - b.Line })
	}
	if diff := cmp.Diff(want, page.Sections); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	for anchor, want := range map[string]bool{"folded": true, "here": true, "Folded": false, "nowhere": false, "": false} {
		if got := page.HasAnchor(anchor); got != want {
			t.Errorf("anchor %q: %t", anchor, got)
		}
	}
}

// TestAnchors: as GitHub makes them.
func TestAnchors(t *testing.T) {
	t.Parallel()
	page := parse(t, "# 1. Make the lab\n## What's this, `lab check N`?\n## Same\n### Same\n#### Same\n## a_b-c  d\n## Über **alles** [l](x)\n## …\n\nSet\next\n===\n")
	var got []string
	for _, section := range page.Sections[1:] {
		got = append(got, section.Anchor)
	}
	want := []string{"1-make-the-lab", "whats-this-lab-check-n", "same", "same-1", "same-2", "a_b-c--d", "über-alles-l", "", "setext"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("anchors (-want +got):\n%s", diff)
	}
}

func TestAttributes(t *testing.T) {
	t.Parallel()
	for info, want := range map[string]Console{
		"console":                           {},
		"console until=60s":                 {Until: time.Minute},
		"console   watch=1m30s":             {Watch: 90 * time.Second},
		"console until=5m exit=1":           {Until: 5 * time.Minute, Exit: 1},
		"console cluster=embedded exit=255": {Cluster: "embedded", Exit: 255},
	} {
		page := parse(t, "```"+info+"\n$ a\nb\n```\n")
		got := *page.Sections[0].Blocks[0].Console
		got.Commands = nil
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", info, diff)
		}
	}
}

// TestCommands: where a command ends is known from its text.
func TestCommands(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, block string
		want        string // commands and output, by |
	}{
		{"one", "$ a\nb", "a|b"},
		{"several", "$ a\n$ b\nc\n$ d", "a|/b|c/d|"},
		{"blank lines at the end", "$ a\n\n$ b\nc\n\n", "a|/b|c"},
		{"a comment", "$ a # it's \\\nb", "a # it's \\|b"},
		{"a backslash", "$ a \\\n    b \\\n    c\nd", "a \\\n    b \\\n    c|d"},
		{"two backslashes", "$ a \\\\\nb", "a \\\\|b"},
		{"a quote", "$ a 'b\nc' d\ne", "a 'b\nc' d|e"},
		{"a heredoc", "$ a <<EOF\n$ b\n\n'\nEOF\nc", "a <<EOF\n$ b\n\n'\nEOF|c"},
		{"a heredoc with a backslash", "$ a <<'EOF'\nb \\\n  c\nEOF\nd", "a <<'EOF'\nb \\\n  c\nEOF|d"},
		{"a loop", "$ for i in 1 2; do\n  a\ndone\nb", "for i in 1 2; do\n  a\ndone|b"},
		{"a pipe", "$ a |\n  b &&\n  c\nd", "a |\n  b &&\n  c|d"},
		{"a substitution", "$ a $(b\n)\nc", "a $(b\n)|c"},
		{"in the background", "$ a &\nb", "a &|b"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, c := range parse(t, "```console\n"+row.block+"\n```\n").Sections[0].Blocks[0].Console.Commands {
				got = append(got, c.Text+"|"+strings.Join(texts(c.Output), "\n"))
			}
			if diff := cmp.Diff(row.want, strings.Join(got, "/")); diff != "" {
				t.Errorf("commands (-want +got):\n%s", diff)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	console := func(attributes, commands string) string {
		return "```console " + attributes + "\n" + commands + "\n```\n"
	}
	for _, row := range []struct {
		name, page string
		want       string // line: what, or a part of it
	}{
		{"an unknown attribute", console("retry=3", "$ a"), `1: the attribute "retry"`},
		{"an attribute of another language", console("file=x", "$ a"), `1: the attribute "file"`},
		{"an attribute of consoles", "```go until=3s\n```\n", `1: the attribute "until"`},
		{"an attribute that is there twice", console("exit=1 exit=2", "$ a"), "1: the attribute exit is there twice"},
		{"an attribute without a value", console("until", "$ a\nb"), "1: the attribute until has no value"},
		{"no language", "```file=x\n```\n", "1: the language comes first"},
		{"another cluster", console("cluster=gke", "$ a"), "1: cluster=gke"},
		{"a number is no duration", console("until=60", "$ a\nb"), "1: until=60 is not a duration"},
		{"a negative duration", console("until=-1s", "$ a\nb"), "1: until=-1s is not a duration"},
		{"a long duration", console("watch=6m", "$ a\nb"), "1: watch=6m is not a duration"},
		{"exit code 0", console("exit=0", "$ a"), "1: exit=0"},
		{"exit code 256", console("exit=256", "$ a"), "1: exit=256"},
		{"no exit code", console("exit=x", "$ a"), "1: exit=x"},
		{"until of two commands", console("until=3s", "$ a\nb\n$ c\nd"), "1: a block with until or watch has one command, not 2"},
		{"watch of two commands", console("watch=3s", "$ a\nb\n$ c\nd"), "1: a block with until or watch has one command, not 2"},
		{"until and watch", console("until=3s watch=3s", "$ a\nb"), "1: a block has until or watch, not both"},
		{"until without output", console("until=3s", "$ a"), "1: a block with until or watch shows"},
		{"watch without output", console("watch=3s", "$ a"), "1: a block with until or watch shows"},
		{"watch with an exit code", console("watch=3s exit=1", "$ a\nb"), "1: a command that is interrupted"},
		{"no command", "```console\n```\n", "1: there is no command"},
		{"output without a command", console("", "a\n$ b"), "2: this is neither a command"},
		{"a command that is not complete", console("", "$ a\n$ b 'c\nd"), "3: this is not a whole command"},
		{"a backslash and nothing", console("", "$ a \\"), "2: this is not a whole command: it goes on"},
		{"a command that is none", console("", "$ a )"), "2: this is not a whole command"},
		{"details do not end", "# A\n\n<details>\n\nb\n", "3: a <details> that does not end"},
		{"details do not begin", "# A\n\n</details>\n", "3: a </details> without"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse("page.md", []byte(row.page))
			if err == nil || !strings.HasPrefix(err.Error(), "page.md:"+row.want) {
				t.Errorf("want %s, got %v", row.want, err)
			}
		})
	}
}

// FuzzParse: whatever the page, lines are its lines, and nothing panics.
func FuzzParse(f *testing.F) {
	f.Add("# A\n\n```console until=3s\n$ a <<EOF\nb\nEOF\nc\n```\n\n<details>\n\n> - ```go file=x\n>   \tb\n>   ```\n\n</details>\n")
	f.Add("1. a\n\n   ```console\n   $ b \\\n     c\n   ```\r\n\n\tindented [l](<x y> 'z')\n![i](j)\n===\n")
	f.Add("<a id=\"x\">\n<details><details>\n</details> <img src='y'>\n\n| a |\n|-|\n| [b](c) |\n")
	f.Fuzz(func(t *testing.T, source string) {
		page, err := Parse("page.md", []byte(source))
		lines := strings.Split(source, "\n")
		within := func(line int, what string) {
			if line < 1 || line > len(lines) {
				t.Fatalf("%s is at line %d of %d", what, line, len(lines))
			}
		}
		for _, section := range page.Sections {
			within(section.Line, "section "+section.Title)
		}
		for link := range page.Links() {
			within(link.Line, "link "+link.Target)
		}
		for block := range page.Blocks() {
			within(block.Line, "block")
			for _, line := range block.Lines {
				within(line.Number, fmt.Sprintf("line %q", line.Text))
			}
			if block.Console == nil || err != nil {
				continue
			}
			for _, command := range block.Console.Commands {
				if begin, _, _ := strings.Cut(command.Text, "\n"); !strings.Contains(lines[command.Line-1], "$ "+begin) {
					t.Errorf("line %d is %q, not the command %q", command.Line, lines[command.Line-1], command.Text)
				}
			}
		}
		_ = page.CheckLesson(3, "4-x")
	})
}
