package gocommand

import (
	"context"
	"strings"
)

// stale counts the packages that have to be compiled. Main packages do not count: Go
// calls them stale also when they only have to be linked.
func (b Build) stale(ctx context.Context, progress Progress) (int, error) {
	found, err := b.list(ctx, progress, `{{if and .Stale (ne .Name "main")}}found {{.ImportPath}}{{end}}`)
	return len(found), err
}

// TestImports returns the packages of other modules that the tests of the build's
// packages import, themselves or through others. Internal ones are left out: the go
// command takes them as no arguments, and compiles them for those that import them.
func (b Build) TestImports(ctx context.Context, progress Progress) ([]string, error) {
	found, err := b.list(ctx, progress, `{{if and .Module (not .Module.Main) (not .ForTest) (ne .Name "main")}}found {{.ImportPath}}{{end}}`, "-test")
	var imports []string
	for _, path := range found {
		if !strings.Contains("/"+path+"/", "/internal/") {
			imports = append(imports, path)
		}
	}
	return imports, err
}

// list lists packages among those that the build's import, as form selects them. It
// downloads the modules.
func (b Build) list(ctx context.Context, progress Progress, form string, more ...string) ([]string, error) {
	var found []string
	modules, module := 0, ""
	report := func() {
		if module != "" {
			progress.Download(module, modules)
		}
	}
	err := b.follow(ctx, follower{understood: func(line string) bool {
		if path, ok := strings.CutPrefix(line, "found "); ok {
			found = append(found, path)
			return true
		}
		downloading, ok := strings.CutPrefix(line, "go: downloading ")
		if ok {
			module = downloading
			modules++
			report()
		}
		return ok
	}, idle: report}, "", b.args("list", append(more, "-deps", "-f", form)...)...)
	return found, err
}
