package pages

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// CheckLesson makes sure that the page of a lesson has what each lesson has, in
// the same order, so that whoever has read one finds their way in all. number is
// the lesson's, next the folder of the one that follows, or empty.
func (p *Page) CheckLesson(number int, next string) error {
	l := lesson{problems: problems{page: p}, number: number}
	l.title()
	l.blocks()
	if l.sections() {
		l.know()
		l.steps()
		l.exercises()
		l.check()
		l.next(next)
	}
	return l.err()
}

const (
	knowTitle      = "What you will know"
	stepsTitle     = "Steps"
	exercisesTitle = "Exercises"
	checkTitle     = "Check"
	nextTitle      = "Next"
)

type lesson struct {
	problems
	number int
}

// title: "# N. Title", and a sentence below.
func (l *lesson) title() {
	first := l.page.Sections[0]
	if len(l.page.Sections) > 1 && first.Paragraphs+len(first.Blocks) == 0 {
		first = l.page.Sections[1]
	}
	if begin := fmt.Sprintf("%d. ", l.number); first.Level != 1 || !strings.HasPrefix(first.Title, begin) {
		l.add(first.Line, "a lesson begins with its title: # %sTitle", begin)
	}
	if first.Paragraphs == 0 {
		l.add(first.Line, "below the title is a sentence: how long it takes, and what is needed")
	}
}

// sections says whether those of level 2 are as they ought to be.
func (l *lesson) sections() bool {
	want := []string{knowTitle, stepsTitle, exercisesTitle, checkTitle, nextTitle}
	var got []string
	line := 0 // of the first that is another one
	for _, section := range l.page.Sections {
		if section.Level != 2 {
			continue
		}
		if at := len(got); line == 0 && (at == len(want) || want[at] != section.Title) {
			line = section.Line
		}
		got = append(got, section.Title)
	}
	if slices.Equal(want, got) {
		return true
	}
	l.add(max(line, 1), "the sections of a lesson are %s; here they are %s", strings.Join(want, ", "), strings.Join(got, ", "))
	return false
}

// below returns the section of that title, and those below it.
func (l *lesson) below(title string) []Section {
	all := l.page.Sections
	begin := slices.IndexFunc(all, func(s Section) bool { return s.Level == 2 && s.Title == title })
	end := begin + 1
	for end < len(all) && all[end].Level > 2 {
		end++
	}
	return all[begin:end]
}

func (l *lesson) know() {
	section := l.below(knowTitle)[0]
	if section.Items < 3 || section.Items > 5 {
		l.add(section.Line, "%s are 3 to 5 points, not %d", knowTitle, section.Items)
	}
}

// numbered makes sure that the headings of level 3 begin with the words, each with
// its number.
func (l *lesson) numbered(sections []Section, words string) []Section {
	var found []Section
	for _, section := range sections[1:] {
		if section.Level != 3 {
			continue
		}
		found = append(found, section)
		if begin := fmt.Sprintf(words, len(found)); !strings.HasPrefix(section.Title, begin) {
			l.add(section.Line, "this heading begins with %q", begin)
		}
	}
	if len(found) == 0 {
		l.add(sections[0].Line, "there is none: ### %s", fmt.Sprintf(words, 1))
	}
	return found
}

func (l *lesson) steps() { l.numbered(l.below(stepsTitle), "%d. ") }

// exercises: each has a solution.
func (l *lesson) exercises() {
	for _, exercise := range l.numbered(l.below(exercisesTitle), "Exercise %d") {
		if exercise.Solutions == 0 {
			l.add(exercise.Line, "the exercise has no solution: <details><summary>Solution</summary>")
		}
		if exercise.Paragraphs == 0 {
			l.add(exercise.Line, "the exercise does not say what to do")
		}
	}
}

// check: a block that runs the check of this lesson, and shows what it says.
func (l *lesson) check() {
	sections := l.below(checkTitle)
	want := fmt.Sprintf("bin/lab check %d", l.number)
	for _, section := range sections {
		for _, block := range section.Blocks {
			if block.Console == nil || block.Console.Cluster != "" {
				continue
			}
			for _, command := range block.Console.Commands {
				if command.Text == want && len(command.Output) > 0 {
					return
				}
			}
		}
	}
	l.add(sections[0].Line, "there is no block with %q and what it prints, for each kind of cluster", want)
}

func (l *lesson) next(next string) {
	if next == "" {
		return
	}
	section := l.below(nextTitle)[0]
	want := path.Join(path.Dir(path.Dir(l.page.File)), next)
	if !slices.ContainsFunc(section.Links, func(link Link) bool {
		to := path.Join(path.Dir(l.page.File), link.Target)
		return to == want || to == path.Join(want, "README.md")
	}) {
		l.add(section.Line, "there is no link to the next lesson, ../%s/README.md", next)
	}
}

// blocks: whatever can be wrong is compared with something.
func (l *lesson) blocks() {
	for block := range l.page.Blocks() {
		switch {
		case block.Indented:
			l.add(block.Line, "a block by indentation: make it a fenced one")
		case block.Path != "" || block.Console != nil:
		case block.Language == "":
			l.add(block.Line, "the block has no language: console, that of the file it shows, or text")
		case block.Language != "text" && block.Language != "mermaid":
			l.add(block.Line, "a block of the language %s shows a part of a file, and says of which, file=PATH; or it is a console block", block.Language)
		}
	}
}
