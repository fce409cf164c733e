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

// guides are the other pages whose commands are run, like those of a lesson: the
// front door, and the pages about the workshop.
var guides = []lesson{{-1, "README.md"}, {-1, "workshop/README.md"}, {-1, "workshop/host.md"}}

// isLesson tells a lesson from a guide.
func (l lesson) isLesson() bool { return l.number >= 0 }

// page is the lesson's page.
func (l lesson) page() string {
	if l.isLesson() {
		return filepath.Join("workshop", l.name, "README.md")
	}
	return l.name
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
