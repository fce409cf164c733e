package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"example.com/metrics-lab/play/report"
	"example.com/metrics-lab/play/why"
)

// report prints how the tests went, and writes the files that were asked for.
func (o *options) report(outcomes []outcome, stdout io.Writer) error {
	if err := o.write(outcomes); err != nil {
		return err
	}
	if len(outcomes) == 1 {
		if err := o.show(outcomes[0], stdout); err != nil {
			return err
		}
	}
	for _, out := range outcomes {
		if err := say(stdout, out); err != nil {
			return err
		}
	}
	return nil
}

// show prints what there is to see of one test: the chart, or why.
func (o *options) show(out outcome, stdout io.Writer) error {
	if o.at < 0 {
		width, color := terminal(stdout)
		return report.Text(stdout, o.data(out), report.TextOptions{Width: width, Color: color})
	}
	for i, p := range out.result.HPAs {
		text := why.Explain(out.test.Input.HPAs[i], out.test.Input.Controller, p, o.at)
		if _, err := fmt.Fprintf(stdout, "HPA %s/%s\n%s\n", p.Namespace, p.Name, text); err != nil {
			return err
		}
	}
	return nil
}

// data is what a report of one test shows.
func (o *options) data(out outcome) report.Data {
	d := report.Data{Title: out.test.Name, Results: []report.Named{{Result: out.result}}, Why: why.Line}
	if out.other != nil {
		d.Results[0].Name = "as it is"
		d.Results = append(d.Results, report.Named{Name: filepath.Base(o.compare), Result: out.other})
	}
	return d
}

// terminal is the width of a terminal, and whether it shows colours; the defaults are for a pipe.
func terminal(w io.Writer) (width int, color bool) {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 80, false
	}
	if width, _, err := term.GetSize(int(file.Fd())); err == nil {
		return width, os.Getenv("NO_COLOR") == ""
	}
	return 80, false
}

// write writes the files that were asked for.
func (o *options) write(outcomes []outcome) error {
	for _, f := range []struct {
		path, flag string
		one        func(w io.Writer, d report.Data) error // of one test
	}{{o.html, "--html", report.HTML}, {o.svg, "--svg", report.SVG}, {o.png, "--png", report.PNG}, {o.csv, "--csv", report.CSV}} {
		if f.path == "" {
			continue
		}
		if len(outcomes) > 1 {
			return fmt.Errorf("%s shows one test, and there are %d: choose one with --run, or name one scenario", f.flag, len(outcomes))
		}
		if err := put(f.path, f.flag, func(w io.Writer) error { return f.one(w, o.data(outcomes[0])) }); err != nil {
			return err
		}
	}
	if o.json != "" {
		if err := put(o.json, "--json", func(w io.Writer) error { return writeJSON(w, outcomes) }); err != nil {
			return err
		}
	}
	if o.junit == "" {
		return nil
	}
	return put(o.junit, "--junit", func(w io.Writer) error { return writeJUnit(w, outcomes) })
}
