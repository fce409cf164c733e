package console

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
)

// many packages take minutes to compile.
const many = 200

// Build shows the progress of a build.
type Build struct {
	console *Console
	what    string
	line    *Line // once something was said
	bar     *progressbar.ProgressBar
}

// NewBuild returns the progress of a build of what is named: "the adapter".
func (c *Console) NewBuild(what string) *Build {
	return &Build{console: c, what: what}
}

// Waiting implements programs.Progress.
func (b *Build) Waiting() {
	b.console.Interrupt()
	b.console.Say("    another command is compiling %s: waiting for it", b.what)
}

// Download implements gocommand.Progress.
func (b *Build) Download(module string, number int) {
	b.begin()
	b.line.Show(fmt.Sprintf("downloading modules: %d so far, now %s", number, module))
}

// Compile implements gocommand.Progress. A build that is done soon shows nothing.
func (b *Build) Compile(packages, ofPackages, linked, ofPrograms int) {
	b.begin()
	if b.bar == nil && b.line.Age() < b.console.patience() {
		return
	}
	what := said(packages, ofPackages, linked, ofPrograms)
	if b.console.terminal == nil {
		b.line.Show(b.what + ": " + what)
		return
	}
	if b.bar == nil {
		b.console.Interrupt()
		if ofPackages > many {
			b.console.Say("    compiling %s, once: some minutes (Ctrl-C is safe)", b.what)
		}
		b.bar = b.newBar(ofPackages + ofPrograms)
	}
	b.bar.Describe("    " + what)
	_ = b.bar.Set(packages + linked)
}

func (b *Build) begin() {
	if b.line == nil {
		b.line = b.console.NewLine()
	}
}

func said(packages, ofPackages, linked, ofPrograms int) string {
	programs := fmt.Sprintf("linked %d of %d programs", linked, ofPrograms)
	if ofPrograms == 1 {
		programs = "linking"
	}
	switch {
	case ofPackages == 0: // they were compiled before
		return programs
	case ofPrograms == 1 && packages < ofPackages:
		return fmt.Sprintf("compiled %d of %d packages", packages, ofPackages)
	default:
		return fmt.Sprintf("compiled %d of %d packages, %s", packages, ofPackages, programs)
	}
}

func (b *Build) newBar(steps int) *progressbar.ProgressBar {
	return progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(b.console.terminal),
		progressbar.OptionSetWidth(20),
		progressbar.OptionSetElapsedTime(true),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionThrottle(200*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetTheme(progressbar.Theme{Saucer: "█", SaucerPadding: "·", BarStart: "▕", BarEnd: "▏"}),
	)
}
