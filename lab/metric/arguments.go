package metric

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

// Arguments are what a user types to say whose value is meant.
type Arguments struct {
	// Words are those that are no flags: OBJECT METRIC, or METRIC for an external
	// metric, and VALUE after them where one is set.
	Words []string
	// External is set for an external metric.
	External bool
	// Namespace and Labels are nil where the user did not give them.
	Namespace, Labels *string
}

// ForSet reads the arguments of a command that sets a value, and returns the
// value as it was written. An error says what to write instead.
func (a Arguments) ForSet() (target Target, value string, err error) {
	words := words{names: []string{"OBJECT", "METRIC", "VALUE"}, example: "lab set pods/web-1 http_requests 40"}
	if a.External {
		words.names, words.example = words.names[1:], "lab set --external queue_depth 40 --labels queue=orders"
	}
	if err := words.check(a); err != nil {
		return Target{}, "", err
	}
	target, err = a.target()
	return target, a.Words[len(a.Words)-1], err
}

// ForUnset reads the arguments of a command that removes a value. An error says
// what to write instead.
func (a Arguments) ForUnset() (Target, error) {
	words := words{names: []string{"OBJECT", "METRIC"}, example: "lab unset pods/web-1 http_requests"}
	if a.External {
		words.names, words.example = words.names[1:], "lab unset --external queue_depth --labels queue=orders"
	}
	if err := words.check(a); err != nil {
		return Target{}, err
	}
	if !a.External && a.Labels != nil {
		return Target{}, errors.New("leave out --labels: an object has one value of a metric, whatever its labels")
	}
	return a.target()
}

// target reads arguments of which there are enough.
func (a Arguments) target() (target Target, err error) {
	rest := a.Words
	if !a.External {
		if target.Resource, target.Name, err = parseObject(rest[0]); err != nil {
			return Target{}, err
		}
		rest = rest[1:]
	}
	target.Metric = rest[0]
	if a.Namespace != nil {
		target.Namespace = *a.Namespace
		if len(validation.IsDNS1123Label(target.Namespace)) > 0 {
			return Target{}, fmt.Errorf("the namespace %q does not fit: write lower-case letters, digits and inner dashes, such as -n shop", target.Namespace)
		}
	}
	if a.Labels != nil {
		if target.Labels, err = parseLabels(*a.Labels); err != nil {
			return Target{}, err
		}
	}
	return target, nil
}

// words are the arguments that a command expects.
type words struct {
	names   []string
	example string
}

// check looks at how many there are, and at whether the first one is an object.
func (w words) check(a Arguments) error {
	isObject := len(a.Words) > 0 && strings.Contains(a.Words[0], "/")
	switch {
	case a.External && isObject:
		return fmt.Errorf("an external metric describes no object: leave out %q, or leave out --external", a.Words[0])
	case !a.External && !isObject && len(a.Words) == len(w.names)+1:
		return fmt.Errorf("write the object as one word, %q, as in: %s", a.Words[0]+"/"+a.Words[1], w.example)
	case !a.External && !isObject && len(a.Words) > 0:
		return fmt.Errorf("%q is no object: write RESOURCE/NAME first, as in: %s; or --external for a metric that describes no object", a.Words[0], w.example)
	case len(a.Words) < len(w.names):
		return fmt.Errorf("%s missing, as in: %s", areMissing(w.names[len(a.Words):]), w.example)
	case len(a.Words) > len(w.names):
		return w.tooMany(a.Words[len(w.names)])
	}
	return nil
}

func (w words) tooMany(word string) error {
	if strings.HasPrefix(word, "-") {
		return fmt.Errorf("%q comes after --, where no flag is read: write it before, or leave out --", word)
	}
	return fmt.Errorf("%q is one word too many: write %s, as in: %s", word, strings.Join(w.names, " "), w.example)
}

func areMissing(names []string) string {
	if len(names) == 1 {
		return names[0] + " is"
	}
	last := len(names) - 1
	return strings.Join(slices.Concat(names[:last-1], []string{names[last-1] + " and " + names[last]}), ", ") + " are"
}
