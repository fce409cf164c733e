package scenario

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/api/resource"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// maxDuration is how long anything may take.
const maxDuration = 366 * 24 * time.Hour

// maxText is how long a text may be.
const maxText = 1024

// text reads one, in whatever form YAML takes it for.
func (c cursor) text() (string, bool) {
	switch {
	case c.node == nil:
		return "", false
	case c.node.Tag == "!!null":
		c.wrong("%s is empty: write a value, or remove it", c.name)
		return "", false
	case c.node.Kind != yaml.ScalarNode:
		c.wrong("%s is not a text: write a single value", c.name)
		return "", false
	case c.node.Value == "" || len(c.node.Value) > maxText || strings.ContainsAny(c.node.Value, "\n\x00"):
		c.wrong("%s is not a text of one line: write 1 to %d characters", c.name, maxText)
		return "", false
	}
	return c.node.Value, true
}

// string is a text, or empty.
func (c cursor) string() string {
	text, _ := c.text()
	return text
}

// word reads one of some words.
func (c cursor) word(known ...string) string {
	text, ok := c.text()
	if ok && !slices.Contains(known, text) {
		c.wrong("%s %q is unknown: %s", c.name, text, oneOf(text, known))
		return ""
	}
	return text
}

func (c cursor) flag(otherwise bool) bool {
	text, ok := c.text()
	if !ok {
		return otherwise
	}
	if text != "true" && text != "false" {
		c.wrong("%s %q is neither true nor false: write one of them", c.name, text)
	}
	return text == "true"
}

// integer reads one between bounds.
func (c cursor) integer(least, most int64) (int64, bool) {
	text, ok := c.text()
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < least || n > most {
		c.wrong("%s %q is not a whole number from %d to %d: write one", c.name, text, least, most)
		return 0, false
	}
	return n, true
}

// duration reads a time with its unit, between bounds.
func (c cursor) duration(least, most time.Duration) (time.Duration, bool) {
	text, ok := c.text()
	if !ok {
		return 0, false
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		c.wrong("%s %q is not a time: write one with its unit, such as 90s or 1h30m", c.name, text)
		return 0, false
	}
	if d < least || d > most {
		c.wrong("%s %s is not from %s to %s: write a time between them", c.name, text, brief(least), brief(most))
		return 0, false
	}
	return d, true
}

// quantity reads a value as a SimulatedMetric has it.
func (c cursor) quantity() (resource.Quantity, bool) {
	text, ok := c.text()
	if !ok {
		return resource.Quantity{}, false
	}
	value, err := v1alpha1.ParseValue(text)
	if err != nil {
		c.wrong("%s: %v", c.name, err)
		return resource.Quantity{}, false
	}
	return value, true
}

// milli reads a value in milli-units, of at least some.
func (c cursor) milli(least int64) (int64, bool) {
	value, ok := c.quantity()
	if !ok {
		return 0, false
	}
	milli, err := v1alpha1.Milli(value)
	if err == nil && milli < least {
		c.wrong("%s %s is too small: write at least %s", c.name, c.node.Value, decimal(least))
		return 0, false
	}
	return milli, err == nil
}

// share reads a part of one.
func (c cursor) share() (resource.Quantity, bool) {
	value, ok := c.quantity()
	if ok && (value.Cmp(resource.MustParse("0")) < 0 || value.Cmp(resource.MustParse("1")) > 0) {
		c.wrong("%s %s is not a part: write a number from 0 to 1", c.name, c.node.Value)
		return resource.Quantity{}, false
	}
	return value, ok
}

// brief writes a time without parts that are zero: 5m, and not 5m0s.
func brief(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// decimal writes milli-units as a number.
func decimal(milli int64) string {
	return strconv.FormatFloat(float64(milli)/1000, 'f', -1, 64)
}
