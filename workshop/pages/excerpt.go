package pages

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// CheckFiles makes sure that blocks which show a part of a file show what is in
// it. root is the top of the repository.
func (p *Page) CheckFiles(root fs.FS) error {
	s := problems{page: p}
	for block := range p.Blocks() {
		if block.Path == "" {
			continue
		}
		data, err := fs.ReadFile(root, block.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
			s.add(block.Line, "there is no file %s: a path is from the top of the repository", block.Path)
		case err != nil:
			s.add(block.Line, "%v", err)
		default:
			if missing := block.missing(strings.Split(string(data), "\n")); missing != nil {
				s.add(missing.Number, "this is not in %s, word for word, after what is shown before: %q", block.Path, missing.Text)
			}
		}
	}
	return s.err()
}

// missing returns the first line of the block that is not in the file, or nil. A
// line of … leaves lines out, also none; the lines between two of those follow one
// another in the file.
func (b Block) missing(file []string) *Line {
	if len(texts(b.Lines)) == 0 {
		return &Line{b.Line, ""}
	}
	for rest := b.Lines; len(rest) > 0; {
		if omission(rest[0].Text) {
			rest = rest[1:]
			continue
		}
		end := slices.IndexFunc(rest, func(line Line) bool { return omission(line.Text) })
		if end < 0 {
			end = len(rest)
		}
		at, same := find(texts(rest[:end]), file)
		if same < end {
			return &rest[same]
		}
		file, rest = file[at+end:], rest[end:]
	}
	return nil
}

func texts(lines []Line) []string {
	var all []string
	for _, line := range lines {
		all = append(all, line.Text)
	}
	return all
}

// find returns where the lines are first in a file, or else, how many of them are
// there at the place where most are.
func find(lines, file []string) (at, same int) {
	for i := range file {
		n := 0
		for n < len(lines) && i+n < len(file) && lines[n] == file[i+n] {
			n++
		}
		if n > same {
			at, same = i, n
		}
		if same == len(lines) {
			break
		}
	}
	return at, same
}

// omission says whether a line stands for lines that are left out.
func omission(text string) bool {
	return slices.Contains([]string{Anything, "// " + Anything, "# " + Anything}, strings.TrimSpace(text))
}
