// Package bundle carries what a lab needs to a machine without a network: the
// node image, the adapter image, and the compiled programs of an embedded
// cluster, in one file.
//
// A bundle is a tar archive, not compressed, with these entries in this order:
//
//	bundle.json    what it is and what is in it: see About
//	programs/NAME  each compiled program
//	licenses/NAME  what the programs are made of, and the licences of that: the files of package inventory
//	images/...     what `docker save` writes of the images, each name after "images/"
//	sums.json      the SHA-256 of each file before it, by name, in hexadecimal
//
// The sums come last: a bundle without them was cut short. The images have their
// licences in themselves.
package bundle

import (
	"errors"
	"runtime"
)

const (
	format  = "metrics-lab bundle"
	version = 2

	aboutName      = "bundle.json"
	sumsName       = "sums.json"
	programsPrefix = "programs/"
	licensesPrefix = "licenses/"
	imagesPrefix   = "images/"

	// space is about the size of a bundle.
	space = 2 << 30
)

// About is what a bundle says of itself.
type About struct {
	// Format is always the same.
	Format string `json:"format"`
	// Version is that of the format.
	Version int `json:"version"`
	// Platform is that of the programs: "linux/amd64".
	Platform string `json:"platform"`
	// Kubernetes is the version of the programs: "v1.37.2".
	Kubernetes string `json:"kubernetes"`
	// Source is a hash of what the programs were compiled from.
	Source string `json:"source"`
	// Images are the names of the images.
	Images []string `json:"images"`
}

var (
	errForeign = errors.New("it is not a bundle of the lab")
	errCut     = errors.New("it is cut short: copy it again")
)

func platform() string { return runtime.GOOS + "/" + runtime.GOARCH }
