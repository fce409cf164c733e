package report

import (
	"fmt"
	"strings"
)

// themeColor is a color of the theme: light and dark.
type themeColor struct{ name, light, dark string }

// theme has colors that people tell apart who see few of them. As text, each has a contrast of 4.5 to what is behind it.
func theme() []themeColor {
	return []themeColor{
		{"bg", "#ffffff", "#14181d"},
		{"ink", "#1b1f24", "#e8ebef"},
		{"dim", "#57606a", "#a3adb8"},
		{"grid", "#e4e8ec", "#2a3038"},
		{"one", "#0a5cc2", "#79b8ff"},
		{"two", "#a8440a", "#ffab70"},
		{"ready", "#1a7440", "#63d297"},
		{"fill", "#d5ecdf", "#1c3a2b"},
		{"held", "#fbe3a6", "#6a5212"},
		{"broken", "#b3261e", "#ff8a80"},
		{"onbroken", "#ffffff", "#14181d"},
	}
}

// style is how a class looks. Lines differ by dash and width too, so that nobody needs the color.
type style struct {
	class        string
	fill, stroke string // names of colors
	width        float64
	dash         []float64
	size         float64 // of text
	bold         bool
}

func styles() []style {
	return []style{
		{class: "bg", fill: "bg"},
		{class: "grid", stroke: "grid", width: 1},
		{class: "axis", stroke: "dim", width: 1},
		{class: "one", stroke: "one", width: 2},
		{class: "two", stroke: "two", width: 2, dash: []float64{7, 4}},
		{class: "served", stroke: "ready", width: 2, dash: []float64{2, 4}},
		{class: "existing", stroke: "dim", width: 1.5, dash: []float64{5, 3}},
		{class: "ready", stroke: "ready", width: 1.25},
		{class: "readyarea", fill: "fill"},
		{class: "target", stroke: "ink", width: 1.25, dash: []float64{10, 3, 2, 3}},
		{class: "limit", stroke: "dim", width: 1.25, dash: []float64{1.5, 3}},
		{class: "fine", fill: "grid"},
		{class: "held", fill: "held"},
		{class: "broken", fill: "broken"},
		{class: "event", fill: "ink"},
		{class: "warning", fill: "broken"},
		{class: "title", fill: "ink", size: 13, bold: true},
		{class: "label", fill: "ink", size: 12.5},
		{class: "tick", fill: "dim", size: 12},
		{class: "inheld", fill: "ink", size: 11.5},
		{class: "inbroken", fill: "onbroken", size: 11.5},
	}
}

// chartCSS has the styles for SVG. A picture of its own follows the viewer's theme, as the page does.
func chartCSS() string {
	var light, dark, rules strings.Builder
	for _, c := range theme() {
		fmt.Fprintf(&light, "--%s:%s;", c.name, c.light)
		fmt.Fprintf(&dark, "--%s:%s;", c.name, c.dark)
	}
	for _, s := range styles() {
		fmt.Fprintf(&rules, ".play .%s{%s}\n", s.class, s.css())
	}
	return ".play{" + light.String() + "font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"DejaVu Sans\",sans-serif}\n" +
		"@media (prefers-color-scheme:dark){.play{" + dark.String() + "}}\n" + rules.String()
}

func (s style) css() string {
	var b strings.Builder
	fill := "none"
	if s.fill != "" {
		fill = "var(--" + s.fill + ")"
	}
	b.WriteString("fill:" + fill)
	if s.stroke != "" {
		fmt.Fprintf(&b, ";stroke:var(--%s);stroke-width:%g;stroke-linejoin:round", s.stroke, s.width)
	}
	if len(s.dash) > 0 {
		b.WriteString(";stroke-dasharray:" + strings.Trim(fmt.Sprint(s.dash), "[]"))
	}
	if s.size > 0 {
		fmt.Fprintf(&b, ";font-size:%gpx", s.size)
	}
	if s.bold {
		b.WriteString(";font-weight:600")
	}
	return b.String()
}
