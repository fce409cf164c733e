package shell

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/workshop/pages"
)

// block reads a page of one block; its fence is line 1.
func block(t *testing.T, attributes, commands string) *pages.Console {
	t.Helper()
	page, err := pages.Parse("page.md", []byte("```console "+attributes+"\n"+commands+"\n```\n"))
	if err != nil {
		t.Fatal(err)
	}
	for block := range page.Blocks() {
		return block.Console
	}
	t.Fatal("there is no block")
	return nil
}

func TestBlock(t *testing.T) {
	t.Parallel()
	const counts = "$ echo -n x >>file; wc -c <file\n"
	for _, row := range []struct {
		name, attributes, commands string
		want                       string // the problem, or its beginning
	}{
		{"well", "", "$ echo a\na\n$ echo b\nb", ""},
		{"what is not shown is not compared", "", "$ echo a", ""},
		{"exit code", "", "$ true\n$ echo a; (exit 3)\na\n$ true", "page.md:3: exit code 3, want 0\n    $ echo a; (exit 3)\n    a"},
		{"exit code of the last", "exit=3", "$ true\n$ (exit 3)", ""},
		{"exit code of another one", "exit=3", "$ (exit 3)\n$ (exit 3)", "page.md:2: exit code 3, want 0"},
		{"another exit code", "exit=3", "$ true", "page.md:2: exit code 0, want 3"},
		{"output", "", "$ echo a; echo c\na\nb", "page.md:4: this line did not come\n      shown  b\n      came   c\n    $ echo a; echo c\n    a\n    c"},
		{"the shell ends", "", "$ exit", "page.md:2: it ended the shell"},

		{"until", "until=20s", counts + "2", ""},
		{"until it exits well", "until=20s", "$ echo -n x >>file; [ $(wc -c <file) = 2 ] && echo a\na", ""},
		{"until it exits otherwise", "until=20s exit=1", "$ echo -n x >>file; echo a; [ $(wc -c <file) = 1 ]\na", ""},
		{"not until", "until=1s", counts + "100", "page.md:3: not within 1s, the last time: this line did not come\n      shown  100\n"},
		{"until the shell ends", "until=20s", "$ exit 0\na", "page.md:2: it ended the shell"},

		{"watch", "watch=20s", "$ echo a; echo b; echo c; sleep 60\na\nb", ""},
		{"watch all of it", "watch=20s", "$ echo a; sleep 0.2; echo b; sleep 60\na\n…\nb", ""},
		{"watch what comes at once", "watch=20s", "$ printf 'a\\nb\\nc\\n'\na", ""},
		{"watch a whole line", "watch=1s", "$ printf 'web 1'; sleep 0.3; echo 0; sleep 60\nweb 1", "page.md:3: not within 1s: this line did not come\n      shown  web 1\n      came   web 10"},
		{"watch what does not come", "watch=300ms", "$ echo a; sleep 60\na\nb", "page.md:4: not within 300ms: this line did not come\n      shown  b\n      came   nothing more\n    $ echo a; sleep 60\n    a"},
		{"watch what ends", "watch=20s", "$ echo a; (exit 2)\na\nb", "page.md:2: exit code 2, want 0"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.grace = time.Second
			err := s.Block(t.Context(), "page.md", block(t, row.attributes, row.commands))
			switch {
			case row.want == "" && err != nil:
				t.Error(err)
			case row.want != "" && (err == nil || !strings.HasPrefix(err.Error(), row.want)):
				t.Errorf("want %q, got %v", row.want, err)
			}
		})
	}
}

// TestDeadline: also a command that is repeated, and one that would run on, end
// with the context, and say why.
func TestDeadline(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, attributes, commands string }{
		{"once", "", "$ sleep 60"},
		{"until", "until=60s", "$ echo a\nb"},
		{"watch", "watch=60s", "$ echo a; sleep 60\nb"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeoutCause(t.Context(), 300*time.Millisecond, errors.New("the end has come"))
			defer cancel()
			s := start(t)
			s.grace = time.Second
			err := s.Block(ctx, "page.md", block(t, row.attributes, row.commands))
			if err == nil || !strings.HasPrefix(err.Error(), "page.md:2: the end has come\n") {
				t.Errorf("got %v", err)
			}
		})
	}
}
