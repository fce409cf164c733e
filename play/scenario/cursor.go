package scenario

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/api/validate/content"
)

// cursor is a place in a scenario file. What is wrong there it reports, and reading goes on elsewhere.
type cursor struct {
	*report
	name string     // of the field
	line int        // of the value, or of what lacks it
	node *yaml.Node // nil if it is not there
}

// maxVisits bounds what an alias that is used again and again can make of a small file.
const maxVisits = 1_000_000

func (c cursor) there() bool { return c.node != nil }

func (c cursor) wrong(format string, args ...any) { c.add(c.line, format, args...) }

// at is a place below.
func (c cursor) at(name string, node *yaml.Node) cursor {
	line := node.Line
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return cursor{c.report, name, line, node}
}

// fields are those of a mapping.
type fields struct {
	cursor
	of      map[string]cursor
	unknown bool // there are others, one of which may be meant for one that is missing
}

// fields reads a mapping that has no others than the known ones.
func (c cursor) fields(known ...string) fields {
	f := fields{c, map[string]cursor{}, false}
	if c.node == nil {
		return f
	}
	if c.node.Kind != yaml.MappingNode {
		c.wrong("%s is not a mapping: write its fields: %s", c.name, strings.Join(known, ", "))
		return f
	}
	if f.unknown = !c.visit(); f.unknown {
		return f
	}
	for i := 0; i+1 < len(c.node.Content); i += 2 {
		key, value := c.node.Content[i], c.node.Content[i+1]
		switch _, twice := f.of[key.Value]; {
		case !slices.Contains(known, key.Value):
			f.unknown = true
			if len(c.found) < shown { // what is nearest takes a while to find
				c.add(key.Line, "unknown field %q in %s: %s", key.Value, c.name, oneOf(key.Value, known))
			}
		case twice:
			c.add(key.Line, "%s is there twice: remove one of them", key.Value)
		default:
			f.of[key.Value] = c.at(key.Value, value)
		}
	}
	return f
}

// get is a field that may be missing.
func (f fields) get(name string) cursor {
	if c, there := f.of[name]; there {
		return c
	}
	return cursor{f.report, name, f.line, nil}
}

// need is a field that must be there; the example says how to write it.
func (f fields) need(name, example string) cursor {
	c := f.get(name)
	if !c.there() && f.mapping() && !f.unknown {
		c.wrong("%s has no %s: write %s: %s", f.name, name, name, example)
	}
	return c
}

// one is the field that is there of some that exclude each other.
func (f fields) one(names ...string) cursor {
	var found []cursor
	for _, name := range names {
		if c, there := f.of[name]; there {
			found = append(found, c)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	if f.mapping() && !f.unknown {
		f.wrong("%s has %d of %s: write one of them", f.name, len(found), strings.Join(names, ", "))
	}
	return cursor{f.report, "", f.line, nil}
}

// visit counts what is below, and tells whether it may be looked at.
func (c cursor) visit() bool {
	c.visits += 1 + len(c.node.Content)
	if c.visits > maxVisits {
		c.add(0, "the file has more than %d elements, with those of its aliases: write fewer", maxVisits)
	}
	return c.visits <= maxVisits
}

// list reads a list of at most a number of elements; name is that of one of them.
func (c cursor) list(name string, most int) (all []cursor) {
	switch {
	case c.node == nil:
		return nil
	case c.node.Kind != yaml.SequenceNode:
		c.wrong("%s is not a list: begin each of its elements with -", c.name)
		return nil
	case len(c.node.Content) > most:
		c.wrong("%s has %d elements: write at most %d", c.name, len(c.node.Content), most)
		return nil
	}
	if !c.visit() {
		return nil
	}
	for _, node := range c.node.Content {
		all = append(all, c.at(name, node))
	}
	return all
}

// oneOf says what there is instead of a word: the one that is most like it, or all.
func oneOf(word string, known []string) string {
	nearest, distance := "", max(2, len(word)/3+1)
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(k)); d < distance {
			nearest, distance = k, d
		}
	}
	if nearest != "" {
		return "write " + nearest
	}
	return "write one of " + strings.Join(known, ", ")
}

func (c cursor) mapping() bool { return c.node != nil && c.node.Kind == yaml.MappingNode }

func (c cursor) sequence() bool { return c.node != nil && c.node.Kind == yaml.SequenceNode }

// labels reads names and values.
func (c cursor) labels() map[string]string {
	if c.node == nil {
		return nil
	}
	if !c.mapping() {
		c.wrong("%s is not a mapping: write names and values, such as {app: web}", c.name)
		return nil
	}
	if !c.visit() {
		return nil
	}
	all := map[string]string{}
	for i := 0; i+1 < len(c.node.Content); i += 2 {
		key, value := c.node.Content[i], c.at(c.node.Content[i].Value, c.node.Content[i+1])
		if value.node.Kind != yaml.ScalarNode || value.node.Tag == "!!null" {
			value.wrong("the label %s is not a text: write one", key.Value)
			continue
		}
		for _, message := range append(content.IsLabelKey(key.Value), content.IsLabelValue(value.node.Value)...) {
			value.wrong("the label %s: %s", key.Value, message)
		}
		if _, twice := all[key.Value]; twice {
			value.wrong("the label %s is there twice: remove one of them", key.Value)
		}
		all[key.Value] = value.node.Value
	}
	return all
}
