package main

import (
	"slices"
	"strings"
	"testing"
)

// below is what each top folder may import, beside itself.
func below() map[string][]string {
	return map[string][]string{
		"autoscaling": nil,
		"adapter":     nil,
		"lab":         {"autoscaling", "adapter"},
		"e2e":         {"lab", "autoscaling", "adapter"},
		"workshop":    {"lab", "autoscaling", "adapter"},
		"scripts":     {"workshop", "lab", "autoscaling", "adapter"},
	}
}

// api is all that the lab and the end-to-end tests may know of the adapter: its types
// and what writes them. They see it as any client does.
const api = "adapter/api/"

func TestImports(t *testing.T) {
	t.Parallel()
	all, err := listed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, of := range []map[string][]string{all.code, all.tests} {
		for importer, paths := range of {
			for _, imported := range paths {
				found++
				if why := forbidden(importer, imported); why != "" {
					t.Errorf("%s imports %s: %s", importer, imported, why)
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d imports were looked at", found)
	}
}

// forbidden says why one package may not import another, or nothing.
func forbidden(importer, imported string) string {
	from, to := top(importer), top(imported)
	allowed, known := below()[from]
	switch {
	case !known:
		return "the folder " + from + " has no rule"
	case from != to && !slices.Contains(allowed, to):
		return from + " is below " + to
	case from != to && to == "adapter" && (from == "lab" || from == "e2e") && !strings.HasPrefix(imported, api):
		return "it may know " + api + " only"
	case imported == "adapter/provider" && importer != "adapter" && importer != imported:
		return "only main puts the adapter together"
	}
	return ""
}

func top(path string) string {
	first, _, _ := strings.Cut(path, "/")
	return first
}

func TestForbidden(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ importer, imported, want string }{
		{"scripts/lab", "workshop/check", ""},
		{"workshop/check", "lab/lifecycle", ""},
		{"workshop/check", "scripts/lab", "workshop is below scripts"},
		{"lab/metric", "workshop/check", "lab is below workshop"},
		{"lab/metric", "adapter/api/client", ""},
		{"lab/metric", "adapter/write", "it may know adapter/api/ only"},
		{"adapter/write", "lab/wait", "adapter is below lab"},
		{"adapter", "adapter/provider", ""},
		{"adapter/source", "adapter/provider", "only main puts the adapter together"},
		{"play/engine", "adapter/api", "the folder play has no rule"},
	} {
		if got := forbidden(row.importer, row.imported); got != row.want {
			t.Errorf("%s imports %s: got %q, want %q", row.importer, row.imported, got, row.want)
		}
	}
}
