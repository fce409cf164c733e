package nodeimage

import (
	"errors"
	"os/exec"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMissing(t *testing.T) {
	t.Parallel()
	const (
		debian = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n"
		mint   = "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"
		fedora = "PRETTY_NAME=\"Fedora Linux 40\"\nID=fedora\n"
	)
	for _, row := range []struct {
		name, os, release string
		uid               int
		programs          []string
		docker            error
		want              string
	}{
		{"nothing", "linux", debian, 0, []string{"docker", "debootstrap", "tar", "gpgv", keyring}, nil, ""},
		{"nothing on Fedora", "linux", fedora, 0, []string{"docker", "debootstrap", "tar", "gpgv", keyring}, nil, ""},
		{"not Linux", "darwin", "", 501, nil, nil, "a node image is built on Linux only: build it there, and carry it here with `bin/lab node-image --save FILE` and `--load FILE`"},
		{"not root", "linux", debian, 1000, []string{"docker", "debootstrap", "tar", "gpgv", keyring}, nil, "only root can build a node image, since its files belong to root: run `bin/lab node-image` as root"},
		{"no debootstrap", "linux", mint, 0, []string{"docker", "tar", "gpgv", keyring}, nil, "there is no debootstrap: apt-get install debootstrap"},
		{"not root and no debootstrap", "linux", debian, 1, []string{"docker", "tar", "gpgv", keyring}, nil, "only root can build a node image, since its files belong to root: run `bin/lab node-image` as root\nthere is no debootstrap: apt-get install debootstrap"},
		{"no Docker", "linux", debian, 0, []string{"debootstrap", "tar", "gpgv", keyring}, errors.New("look: not found"), "there is no docker command: install Docker"},
		{"Docker does not answer", "linux", debian, 0, []string{"docker", "debootstrap", "tar", "gpgv", keyring}, errors.New("look: cannot connect"), "the Docker engine does not answer: look: cannot connect"},
		{"not Debian", "linux", fedora, 0, []string{"docker", "tar", "gpgv", keyring}, nil, "there is no debootstrap, and this is Fedora Linux 40: build the node image on Debian or Ubuntu, and carry it here with `bin/lab node-image --save FILE` and `--load FILE`"},
		{"no keys", "linux", mint, 0, []string{"docker", "debootstrap", "tar"}, nil, "there is no gpgv: apt-get install gpgv\nthere is no " + keyring + ": apt-get install debian-archive-keyring"},
		{"nobody knows", "linux", "", 0, []string{"docker", "tar", "gpgv", keyring}, nil, "there is no debootstrap, and this is an unknown system: build the node image on Debian or Ubuntu, and carry it here with `bin/lab node-image --save FILE` and `--load FILE`"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			m := machine{os: row.os, uid: row.uid, release: []byte(row.release), lookPath: func(program string) (string, error) {
				if slices.Contains(row.programs, program) {
					return "/usr/sbin/" + program, nil
				}
				return "", exec.ErrNotFound
			}, exists: func(file string) bool { return slices.Contains(row.programs, file) }}
			got := ""
			if err := m.missing(row.docker); err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
		})
	}
}
