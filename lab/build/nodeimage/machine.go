package nodeimage

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// machine is what has to be known of a machine to say whether a node image can
// be built on it.
type machine struct {
	os       string
	uid      int
	release  []byte // of /etc/os-release
	lookPath func(program string) (string, error)
	exists   func(file string) bool
}

// requirement is a program or a file, and the package of Debian that has it.
type requirement struct{ what, pkg string }

func requirements() []requirement {
	return []requirement{{"debootstrap", "debootstrap"}, {"tar", "tar"}, {"gpgv", "gpgv"}, {keyring, "debian-archive-keyring"}}
}

func thisMachine() machine {
	release, _ := os.ReadFile("/etc/os-release") // where there is none, it is not Debian
	exists := func(file string) bool { _, err := os.Stat(file); return err == nil }
	return machine{os: runtime.GOOS, uid: os.Getuid(), release: release, lookPath: exec.LookPath, exists: exists}
}

// missing returns an error with a line for each thing that a build needs and
// that is not there. docker is the error with which Docker answered.
func (m machine) missing(docker error) error {
	if m.os != "linux" {
		return errors.New("a node image is built on Linux only: build it there, and carry it here with `bin/lab node-image --save FILE` and `--load FILE`")
	}
	var all []error
	if m.uid != 0 {
		all = append(all, errors.New("only root can build a node image, since its files belong to root: run `bin/lab node-image` as root"))
	}
	if _, err := m.lookPath("docker"); err != nil {
		all = append(all, errors.New("there is no docker command: install Docker"))
	} else if docker != nil {
		all = append(all, fmt.Errorf("the Docker engine does not answer: %w", docker))
	}
	for _, required := range requirements() {
		if m.has(required.what) {
			continue
		}
		if system, debian := m.system(); !debian {
			all = append(all, fmt.Errorf("there is no %s, and this is %s: build the node image on Debian or Ubuntu, and carry it here with `bin/lab node-image --save FILE` and `--load FILE`", required.what, system))
		} else {
			all = append(all, fmt.Errorf("there is no %s: apt-get install %s", required.what, required.pkg))
		}
	}
	return errors.Join(all...)
}

func (m machine) has(what string) bool {
	if filepath.IsAbs(what) {
		return m.exists(what)
	}
	_, err := m.lookPath(what)
	return err == nil
}

// system returns the name of the system, and whether it is Debian or a relative.
func (m machine) system() (name string, debian bool) {
	name = "an unknown system"
	for lines := bufio.NewScanner(bytes.NewReader(m.release)); lines.Scan(); {
		key, value, _ := strings.Cut(lines.Text(), "=")
		value = strings.Trim(value, `"'`)
		switch key {
		case "PRETTY_NAME":
			name = value
		case "ID", "ID_LIKE":
			for _, id := range strings.Fields(value) {
				debian = debian || id == "debian" || id == "ubuntu"
			}
		}
	}
	return name, debian
}
