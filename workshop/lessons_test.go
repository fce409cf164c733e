package workshop

import (
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// lesson is a folder of a lesson that has a page.
type lesson struct {
	number int
	name   string
}

// host is the page for the person who runs the workshop, whose commands are run
// like those of a lesson.
var host = lesson{-1, "host"}

// page is the lesson's page, below the folder of the workshop.
func (l lesson) page() string {
	if l == host {
		return "host.md"
	}
	return filepath.Join(l.name, "README.md")
}

var lessonName = regexp.MustCompile(`^([0-9]+)-`)

// lessonNumber is the number that the name of a lesson's folder begins with.
func lessonNumber(name string) (number int, ok bool) {
	found := lessonName.FindStringSubmatch(name)
	if found == nil {
		return 0, false
	}
	number, err := strconv.Atoi(found[1])
	return number, err == nil
}

// lessonsIn returns the lessons of a folder, in order.
func lessonsIn(folder string) ([]lesson, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "README.md"))
	if err != nil {
		return nil, err
	}
	var all []lesson
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		if number, ok := lessonNumber(name); ok {
			all = append(all, lesson{number, name})
		}
	}
	slices.SortFunc(all, func(a, b lesson) int { return cmp.Compare(a.number, b.number) })
	return all, nil
}
