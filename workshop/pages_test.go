package workshop

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/workshop/pages"
)

// last is the number of the last lesson that there is to be. Until a lesson is
// there, others may link to it.
const last = 9

// TestPages: the pages of the repository fit what they show and link to, and those
// of the lessons fit together.
func TestPages(t *testing.T) {
	t.Parallel()
	root, err := lifecycle.FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := lessonsIn(filepath.Join(root, "workshop"))
	if err != nil {
		t.Fatal(err)
	}
	all := readPages(t, os.DirFS(root))
	for _, page := range all {
		t.Run(page.File, func(t *testing.T) {
			t.Parallel()
			report(t, page.CheckFiles(os.DirFS(root)))
			report(t, page.CheckLinks(os.DirFS(root), toCome(lessons)))
		})
	}
	for i, l := range lessons {
		next := ""
		if i+1 < len(lessons) && lessons[i+1].number == l.number+1 { // else it is not there yet
			next = lessons[i+1].name
		}
		report(t, all[path.Join("workshop", l.name, "README.md")].CheckLesson(l.number, next))
		if i > 0 && lessons[i-1].number == l.number {
			t.Errorf("workshop/%s: %s has the same number", l.name, lessons[i-1].name)
		}
	}
	contents(t, all["workshop/README.md"], lessons)
}

// contents: the table of contents links to all lessons, in order.
func contents(t *testing.T, page *pages.Page, lessons []lesson) {
	t.Helper()
	if page == nil {
		t.Log("there is no workshop/README.md yet")
		return
	}
	var want []string
	for _, l := range lessons {
		want = append(want, l.name)
	}
	if got := linked(page, lessons); !slices.Equal(want, got) {
		t.Errorf("%s links to the lessons %v; they are %v", page.File, got, want)
	}
}

// report says what is wrong, each with its file and line.
func report(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("\n%v", err)
	}
}

// readPages reads all pages of the repository.
func readPages(t *testing.T, root fs.FS) map[string]*pages.Page {
	t.Helper()
	all := map[string]*pages.Page{}
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", "bin", "testdata", "workshop/answers"}, file) {
			return fs.SkipDir
		}
		if entry.IsDir() || path.Ext(file) != ".md" {
			return nil
		}
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		page, err := pages.Parse(file, source)
		report(t, err)
		all[file] = page
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// toCome says whether a path is in a lesson that is not there yet.
func toCome(lessons []lesson) func(file string) bool {
	return func(file string) bool {
		dir, file := path.Split(file)
		if file != "README.md" {
			dir = path.Join(dir, file)
		}
		number, ok := lessonNumber(path.Base(dir))
		return ok && path.Dir(path.Clean(dir)) == "workshop" && number <= last &&
			!slices.ContainsFunc(lessons, func(l lesson) bool { return l.number == number })
	}
}

// linked returns the lessons that a page of the same folder links to, in the order
// in which it does so first.
func linked(page *pages.Page, lessons []lesson) []string {
	var found []string
	for link := range page.Links() {
		target := path.Clean(link.Target)
		if path.Base(target) == "README.md" {
			target = path.Dir(target)
		}
		is := func(l lesson) bool { return l.name == target }
		if slices.ContainsFunc(lessons, is) && !slices.Contains(found, target) {
			found = append(found, target)
		}
	}
	return found
}

func TestToCome(t *testing.T) {
	t.Parallel()
	excused := toCome([]lesson{{0, "0-start"}, {3, "3-hpa"}})
	for file, want := range map[string]bool{
		"workshop/4-values/README.md":      true,
		"workshop/4-values":                true,
		"workshop/3-hpas/README.md":        false,
		"workshop/10-more/README.md":       false,
		"workshop/4-values/a.yaml":         false,
		"workshop/values/README.md":        false,
		"elsewhere/4-values/README.md":     false,
		"workshop/more/4-values/README.md": false,
	} {
		if got := excused(file); got != want {
			t.Errorf("%s: %t", file, got)
		}
	}
}

func TestContents(t *testing.T) {
	t.Parallel()
	lessons := []lesson{{0, "0-start"}, {1, "1-apis"}}
	for source, want := range map[string]bool{
		"[a](0-start/README.md) [b](1-apis) [c](host.md)":         true,
		"[a](0-start/README.md) [b](1-apis/) [a](./0-start)":      true,
		"[b](1-apis/README.md) [a](0-start/README.md)":            false,
		"[a](0-start/README.md)":                                  false,
		"[a](0-start/README.md) [b](1-apis/a.yaml) 1-apis/README": false,
	} {
		page, err := pages.Parse("workshop/README.md", []byte(source))
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Equal(linked(page, lessons), []string{"0-start", "1-apis"}); got != want {
			t.Errorf("%s: %t", source, got)
		}
	}
}
