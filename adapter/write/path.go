package write

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Prefix is what all paths of the write API begin with.
const Prefix = "/write-metrics/"

const (
	namespaces = "namespaces" // the resource, and what a path in a namespace begins with
	metrics    = "metrics"    // stands for the resource in the path of a namespace itself
)

// target is what a path names. All of it is as the client wrote it: the resource may be singular and without its group.
type target struct {
	namespace string // empty for objects in no namespace
	resource  string
	name      string
	metric    string
}

// parsePath reads the path as it was sent. Since no segment contains a slash, the segments are those of the decoded
// path too, which is the one that was authorised.
func parsePath(u *url.URL) (target, error) {
	segments, err := split(u.EscapedPath())
	if err != nil {
		return target{}, err
	}
	t, ok := match(segments)
	if !ok {
		return target{}, unknownPath(u.Path)
	}
	if err := validate(t); err != nil {
		return target{}, apierrors.NewBadRequest(err.Error())
	}
	return t, nil
}

// split returns the decoded segments after the prefix, or none if the path does not have it. Nothing is left out or
// cleaned.
func split(escaped string) ([]string, error) {
	segments := strings.Split(escaped, "/")
	for i, segment := range segments {
		decoded, err := url.PathUnescape(segment)
		if err == nil {
			err = checkSegment(decoded)
		}
		if err != nil {
			return nil, apierrors.NewBadRequest(fmt.Sprintf("%q in the path: %v", segment, err))
		}
		segments[i] = decoded
	}
	if len(segments) < 2 || "/"+segments[1]+"/" != Prefix || segments[0] != "" {
		return nil, nil
	}
	return segments[2:], nil
}

// checkSegment refuses a part of a path that two readers could understand in two ways: the one that authorises the
// request, and the one that stores the value.
func checkSegment(segment string) error {
	switch {
	case strings.Contains(segment, "/"):
		return errors.New("a name contains no slash")
	case segment == "." || segment == "..":
		return errors.New("write the path without dots")
	case !utf8.ValidString(segment):
		return errors.New("write UTF-8")
	case strings.ContainsFunc(segment, unicode.IsControl):
		return errors.New("a name contains no control characters")
	}
	return nil
}

// match tells the three paths from one another and from all others. No path has an empty segment.
func match(segments []string) (target, bool) {
	for _, segment := range segments {
		if segment == "" {
			return target{}, false
		}
	}
	switch s := segments; {
	case len(s) == 5 && s[0] == namespaces:
		return target{namespace: s[1], resource: s[2], name: s[3], metric: s[4]}, true
	case len(s) == 4 && s[0] == namespaces && s[2] == metrics:
		return target{resource: namespaces, name: s[1], metric: s[3]}, true
	case len(s) == 3:
		return target{resource: s[0], name: s[1], metric: s[2]}, true
	}
	return target{}, false
}
