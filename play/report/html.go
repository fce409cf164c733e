package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

// page is what the template has.
type page struct {
	Title, About, Policy string
	CSS                  template.CSS
	JS                   template.JS
	Subjects             []section
}

// HTML writes a page that needs nothing else: no file, no network.
func HTML(w io.Writer, d Data) error {
	all, err := d.subjects()
	if err != nil {
		return err
	}
	p := page{Title: d.Title, About: d.about(all), Policy: policy(), CSS: template.CSS(pageCSS), JS: template.JS(pageJS)} //nolint:gosec // they are files of ours
	for _, s := range all {
		p.Subjects = append(p.Subjects, d.section(s))
	}
	t, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return fmt.Errorf("read the template of the page: %w", err)
	}
	if err := t.Execute(w, p); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// policy allows the page's own styles and script, word for word, and nothing else.
func policy() string {
	return "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + hash(pageCSS) + " " + hash(chartCSS()) + "; script-src " + hash(pageJS)
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// about says how much the page is about.
func (d Data) about(all []subject) string {
	played := moment(d.Results[0].Result.Duration)
	if last := d.Results[len(d.Results)-1].Result.Duration; last != d.Results[0].Result.Duration {
		played += " and " + moment(last)
	}
	if len(all) == 1 {
		return "Played " + played + " with the controller of Kubernetes. Times count from the start."
	}
	return fmt.Sprintf("Played %s of %d HPAs with the controller of Kubernetes. Times count from the start.", played, len(all))
}
