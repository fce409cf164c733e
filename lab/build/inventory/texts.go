package inventory

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// rule is between two texts.
const rule = "================================================================================"

// writeTexts writes each text once, below the modules and the files that have it, in the order of the modules.
func (i Inventory) writeTexts(licenses []license) []byte {
	var order []string
	of := map[string]map[string][]string{} // files by module by text
	for _, l := range licenses {
		if of[l.text] == nil {
			of[l.text] = map[string][]string{}
			order = append(order, l.text)
		}
		owner := l.module.title()
		of[l.text][owner] = append(of[l.text][owner], l.file)
	}
	var all strings.Builder
	_, _ = fmt.Fprintf(&all, "The licences of what is compiled into %s, each with the modules that have it.\n", strings.TrimSpace(i.Name+" "+i.Version))
	for _, text := range order {
		_, _ = fmt.Fprintln(&all, rule)
		for _, owner := range slices.Sorted(maps.Keys(of[text])) {
			_, _ = fmt.Fprintf(&all, "%s (%s)\n", owner, strings.Join(of[text][owner], ", "))
		}
		_, _ = fmt.Fprintf(&all, "%s\n\n%s\n\n", rule, text)
	}
	return []byte(all.String())
}

// title is what people call a module.
func (m Module) title() string {
	if m.Path == standardLibrary {
		return "Go's standard library and runtime, " + m.Version
	}
	return strings.TrimSpace(m.Path + " " + m.Version)
}
