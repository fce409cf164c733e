package console

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Build shows the progress of a build of the control plane.
type Build struct {
	console *Console
	line    *Line
	bar     *progressbar.ProgressBar
	modules int
}

// NewBuild returns the progress of a build that starts now.
func (c *Console) NewBuild() *Build {
	return &Build{console: c, line: c.NewLine()}
}

// Waiting implements programs.Progress.
func (b *Build) Waiting() {
	b.console.Interrupt()
	b.console.Say("    another command is compiling the control plane: waiting for it")
}

// Download implements programs.Progress.
func (b *Build) Download(module string) {
	b.modules++
	b.line.Show(fmt.Sprintf("downloading modules: %d so far, now %s", b.modules, module))
}

// Compile implements programs.Progress.
func (b *Build) Compile(packages, ofPackages, linked, ofPrograms int) {
	what := fmt.Sprintf("linked %d of %d programs", linked, ofPrograms)
	if ofPackages > 0 { // else they were compiled before
		what = fmt.Sprintf("compiled %d of %d packages, %s", packages, ofPackages, what)
	}
	if !b.console.terminal {
		b.line.Show(what)
		return
	}
	if b.bar == nil {
		b.console.Interrupt()
		b.console.Say("    compiling the control plane, once: some minutes (Ctrl-C is safe, the next run goes on from there)")
		b.bar = b.newBar(ofPackages + ofPrograms)
	}
	b.bar.Describe("    " + what)
	_ = b.bar.Set(packages + linked)
}

func (b *Build) newBar(steps int) *progressbar.ProgressBar {
	return progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(b.console.out),
		progressbar.OptionSetWidth(20),
		progressbar.OptionSetElapsedTime(true),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionThrottle(200*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetTheme(progressbar.Theme{Saucer: "█", SaucerPadding: "·", BarStart: "▕", BarEnd: "▏"}),
	)
}
