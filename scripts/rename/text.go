package rename

import (
	"bytes"
	"path"
	"unicode"
	"unicode/utf8"
)

// renaming is one module path in the place of another.
type renaming struct{ from, to string }

// file changes a file, and returns the lines on which the old path is a part of
// something else. What is not text is left as it is.
func (r renaming) file(name string, text []byte) (changed []byte, left []int, err error) {
	if !bytes.Contains(text, []byte(r.from)) || bytes.IndexByte(text, 0) >= 0 {
		return text, nil, nil
	}
	left = r.others(text)
	switch {
	case path.Base(name) == "go.mod":
		changed, err = r.module(name, text)
	case path.Base(name) == "go.work":
		changed, err = r.work(name, text)
	case path.Ext(name) == ".go":
		changed, err = r.source(name, text)
	default:
		changed = r.replace(text)
	}
	return changed, left, err
}

// replace puts the new path where the old one stands, by itself or as the
// beginning of a package's.
func (r renaming) replace(text []byte) []byte {
	var changed []byte
	rest := text
	r.find(text, func(at int, itself bool) {
		if itself {
			start := at - (len(text) - len(rest))
			changed = append(append(changed, rest[:start]...), r.to...)
			rest = text[at+len(r.from):]
		}
	})
	return append(changed, rest...)
}

// others returns the lines on which the old path is a part of something else.
func (r renaming) others(text []byte) (lines []int) {
	r.find(text, func(at int, itself bool) {
		if !itself {
			lines = append(lines, 1+bytes.Count(text[:at], []byte("\n")))
		}
	})
	return lines
}

// find calls found for each place at which the old path is in the text, and says
// whether it is a path there, and no part of another one.
func (r renaming) find(text []byte, found func(at int, itself bool)) {
	for at := 0; ; at += len(r.from) {
		next := bytes.Index(text[at:], []byte(r.from))
		if next < 0 {
			return
		}
		at += next
		found(at, begins(text[:at]) && ends(text[at+len(r.from):]))
	}
}

// begins tells whether a path can begin after the text: the address of a web
// page may name the module, too.
func begins(before []byte) bool {
	last, _ := utf8.DecodeLastRune(before)
	return !inPath(last) && last != '/' || bytes.HasSuffix(before, []byte("://"))
}

// ends tells whether an element of a path can end before the text. A full stop
// belongs to it if more follows.
func ends(after []byte) bool {
	next, size := utf8.DecodeRune(after)
	if next == '.' {
		next, _ = utf8.DecodeRune(after[size:])
	}
	return !inPath(next) || next == '.'
}

// inPath tells whether a character may be in an element of a module path.
func inPath(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' || r == '~' || r == '.')
}
