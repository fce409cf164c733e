// Package pages reads the Markdown pages of this repository: the commands that
// they tell to type and what those print, the code that they show, and where
// they link to. Everything carries the file and the line where it stands, so
// that what is wrong is found.
//
// Markdown is read as GitHub does it, GitHub Flavored Markdown
// (https://github.github.com/gfm/).
package pages

import (
	"errors"
	"fmt"
	"iter"
)

// Page is a Markdown page.
type Page struct {
	// File is its path from the top of the repository.
	File string
	// Sections are its headings with what stands below each, in their order. The
	// first one is what stands before any heading; its level is 0.
	Sections []Section

	anchors map[string]bool
}

// Section is a heading and what stands below it, up to the next heading of any
// level.
type Section struct {
	Line int
	// Level is 1 for #, 2 for ##.
	Level int
	// Title is the text of the heading without markup, Anchor what a link says
	// after # to come here.
	Title, Anchor string
	// Paragraphs and Items are how many paragraphs and list items there are.
	Paragraphs, Items int
	// Solutions is how many <details> there are.
	Solutions int
	Blocks    []Block
	Links     []Link
}

// Link is what a page links to: a relative path, a URL, an #anchor.
type Link struct {
	Line   int
	Target string
}

// Line is a line of a page.
type Line struct {
	Number int
	Text   string
}

// Error is something that is wrong with a page.
type Error struct {
	File string
	Line int
	What string
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.What) }

// Blocks are the code blocks of all sections.
func (p *Page) Blocks() iter.Seq[Block] {
	return func(yield func(Block) bool) {
		for _, section := range p.Sections {
			for _, block := range section.Blocks {
				if !yield(block) {
					return
				}
			}
		}
	}
}

// Links are the links of all sections.
func (p *Page) Links() iter.Seq[Link] {
	return func(yield func(Link) bool) {
		for _, section := range p.Sections {
			for _, link := range section.Links {
				if !yield(link) {
					return
				}
			}
		}
	}
}

// HasAnchor says whether a link can come to #name.
func (p *Page) HasAnchor(name string) bool { return p.anchors[name] }

func (p *Page) problem(line int, format string, args ...any) error {
	return &Error{File: p.File, Line: line, What: fmt.Sprintf(format, args...)}
}

// problems collects what is wrong with a page.
type problems struct {
	page *Page
	all  []error
}

func (s *problems) add(line int, format string, args ...any) {
	s.all = append(s.all, s.page.problem(line, format, args...))
}

func (s *problems) err() error { return errors.Join(s.all...) }
