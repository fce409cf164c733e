package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// graph has for each room those that it imports.
type graph map[string]map[string]bool

// room is the part of a path that is drawn: a top folder, or a folder in one of the two
// that have many.
func room(path string) string {
	parts := strings.Split(path, "/")
	if (parts[0] == "adapter" || parts[0] == "lab") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// picture is the graph of the rooms, without the arrows that follow from others.
func picture(all imports) string {
	g := graph{}
	for importer, paths := range all.code {
		from := room(importer)
		for _, imported := range paths {
			if to := room(imported); to != from {
				if g[from] == nil {
					g[from] = map[string]bool{}
				}
				g[from][to] = true
			}
		}
	}
	var text strings.Builder
	text.WriteString("flowchart TD\n")
	for _, from := range slices.Sorted(maps.Keys(g)) {
		for _, to := range slices.Sorted(maps.Keys(g[from])) {
			if !g.follows(from, to) {
				fmt.Fprintf(&text, "  %s --> %s\n", from, to)
			}
		}
	}
	return text.String()
}

// follows says whether another arrow from a room leads to a second one, too.
func (g graph) follows(from, to string) bool {
	for next := range g[from] {
		if next != to && g.leads(next, to) {
			return true
		}
	}
	return false
}

func (g graph) leads(from, to string) bool {
	if g[from][to] {
		return true
	}
	for next := range g[from] {
		if g.leads(next, to) {
			return true
		}
	}
	return false
}

const begin, end = "```mermaid\n", "```"

// withPicture is a page with another picture.
func withPicture(page, picture string) (string, error) {
	before, rest, found := strings.Cut(page, begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return "", errors.New("it has no picture: want a block that begins with ```mermaid")
	}
	return before + begin + picture + end + after, nil
}
