package pages

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// CheckLinks makes sure that what the page links to is there: files and folders
// of the repository, whose top is root, headings of pages and lines of files. What
// is elsewhere is not looked at. excused may say of a path that does not exist that
// it need not; nil excuses none.
func (p *Page) CheckLinks(root fs.FS, excused func(file string) bool) error {
	s := problems{page: p}
	for link := range p.Links() {
		if err := p.checkLink(root, link.Target, excused); err != nil {
			s.add(link.Line, "the link %s: %v", link.Target, err)
		}
	}
	return s.err()
}

func (p *Page) checkLink(root fs.FS, target string, excused func(string) bool) error {
	to, err := url.Parse(target)
	if err != nil {
		return errors.New("it is not a path, nor a URL")
	}
	if to.Scheme != "" || to.Host != "" {
		return nil
	}
	if strings.HasPrefix(to.Path, "/") {
		return errors.New("it begins with /: write it relative to the page")
	}
	file := p.File
	if to.Path != "" {
		file = path.Join(path.Dir(p.File), to.Path)
	}
	info, err := fs.Stat(root, file)
	switch {
	case err != nil && excused != nil && excused(file):
		return nil
	case err != nil:
		return fmt.Errorf("there is no %s", file)
	case to.Fragment == "":
		return nil
	case info.IsDir():
		file = path.Join(file, "README.md")
	}
	return p.checkAnchor(root, file, to.Fragment)
}

var lineAnchor = regexp.MustCompile(`^L([0-9]+)(?:-L([0-9]+))?$`)

func (p *Page) checkAnchor(root fs.FS, file, anchor string) error {
	data, err := fs.ReadFile(root, file)
	if err != nil {
		return fmt.Errorf("there is no %s", file)
	}
	if path.Ext(file) == ".md" {
		other := p
		if file != p.File {
			other, _ = Parse(file, data) // what is wrong with it is told of that page
		}
		if !other.HasAnchor(anchor) {
			return fmt.Errorf("%s has no heading that gives #%s", file, anchor)
		}
		return nil
	}
	found := lineAnchor.FindStringSubmatch(anchor)
	if found == nil {
		return errors.New("only pages have headings: a line is #L12")
	}
	for _, number := range found[1:] {
		if n, err := strconv.Atoi(number); err == nil && n > strings.Count(string(data), "\n") {
			return fmt.Errorf("%s has no line %d", file, n)
		}
	}
	return nil
}
