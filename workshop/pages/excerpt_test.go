package pages

import (
	"strings"
	"testing"
	"testing/fstest"
)

// expect compares an error with what it ought to begin with: nothing if that is
// empty.
func expect(t *testing.T, want string, err error) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("want no problem, got %v", err)
	case want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)):
		t.Errorf("want %s, got %v", want, err)
	}
}

func TestCheckFiles(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{"a/a.go": {Data: []byte("package a\n\nfunc A() {\n\tb()\n\tb()\n\tc()\n}\n\nfunc B() {\n\td()\n}\n")}}
	for _, row := range []struct {
		name, info, block string
		want              string
	}{
		{"a part", "go file=a/a.go", "func A() {\n\tb()", ""},
		{"all of it", "go file=a/a.go", "package a\n\nfunc A() {\n\tb()\n\tb()\n\tc()\n}\n\nfunc B() {\n\td()\n}", ""},
		{"…", "go file=a/a.go", "func A() {\n…\n\tc()\n}\n…\n\td()", ""},
		{"… in a comment", "go file=a/a.go", "func A() {\n\t// …\n\tc()\n # …\n}", ""},
		{"… for nothing", "go file=a/a.go", "…\n\tb()\n…\n\tb()\n…\n…", ""},
		{"a repeated beginning", "go file=a/a.go", "\tb()\n\tc()", ""},
		{"a line that is not there", "go file=a/a.go", "func A() {\n\tx()", `dir/page.md:3: this is not in a/a.go, word for word, after what is shown before: "\tx()"`},
		{"a part of a line", "go file=a/a.go", "func A()", "dir/page.md:2: "},
		{"another indentation", "go file=a/a.go", "b()", "dir/page.md:2: "},
		{"lines that do not follow", "go file=a/a.go", "func A() {\n\tc()", "dir/page.md:3: "},
		{"the other order", "go file=a/a.go", "func B() {\n…\nfunc A() {", "dir/page.md:4: "},
		{"the same twice", "go file=a/a.go", "func A() {\n…\nfunc A() {", "dir/page.md:4: "},
		{"no lines", "go file=a/a.go", "", "dir/page.md:1: "},
		{"no such file", "go file=a/b.go", "x", "dir/page.md:1: there is no file a/b.go"},
		{"not from the top", "go file=../a/a.go", "package a", "dir/page.md:1: there is no file ../a/a.go"},
		{"no file", "go", "x", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			block := row.block + "\n"
			if row.block == "" {
				block = ""
			}
			expect(t, row.want, parse(t, "```"+row.info+"\n"+block+"```\n").CheckFiles(root))
		})
	}
}
