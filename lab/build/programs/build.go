package programs

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"example.com/metrics-lab/lab/build/gocommand"
)

// build is one way to compile the programs: a change of anything that goes
// into them gives it another key.
type build struct {
	dir        string // of the Go module
	list       List
	kubernetes string // version
	source     string
	key        string
	ldflags    string
}

func newBuild(ctx context.Context, dir string, list List) (build, error) {
	b := build{dir: dir, list: list}
	p, err := readPins(dir)
	if err != nil {
		return b, err
	}
	if b.kubernetes, err = p.version(kubernetes); err != nil {
		return b, err
	}
	kwok, err := p.version("sigs.k8s.io/kwok")
	if err != nil {
		return b, err
	}
	b.ldflags = ldflags(b.kubernetes, kwok)
	b.source = fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(p.text, "%s\n%s", b.ldflags, strings.Join(list.Paths, " "))))
	compiler, err := gocommand.Output(ctx, "ask Go what it compiles for", dir, "env", "GOVERSION", "GOOS", "GOARCH", "GOAMD64", "GOARM", "GOARM64", "GOEXPERIMENT")
	if err != nil {
		return b, err
	}
	b.key = fmt.Sprintf("%s-%s-%.6x", b.kubernetes, list.Name, sha256.Sum256([]byte(compiler+"\n"+b.source)))
	return b, nil
}

// ldflags leaves symbols out and sets the versions that the programs report:
// kwokctl and clients read them.
func ldflags(kubernetes, kwok string) string {
	minor := strings.Split(strings.TrimPrefix(kubernetes, "v"), ".")
	const version = "k8s.io/component-base/version."
	return strings.Join([]string{
		"-s", "-w",
		"-X", version + "gitVersion=" + kubernetes,
		"-X", version + "gitMajor=" + minor[0],
		"-X", version + "gitMinor=" + minor[1],
		"-X", "sigs.k8s.io/kwok/pkg/consts.Version=" + kwok,
	}, " ")
}
