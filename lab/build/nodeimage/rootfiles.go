package nodeimage

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// suite is the release of Debian. It is not the newest one: the systemd of the
// next starts no more on a host with cgroup v1.
const suite = "bookworm"

// keyring has the keys of Debian's archive. Without it debootstrap would check no
// signature; with it, each package is what the signed index names.
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"

// packages are those that kind's base image has, without what only the storage
// tests of Kubernetes need, and runc, which kind compiles.
func packages() []string {
	return []string{
		"bash", "ca-certificates", "conntrack", "curl", "ethtool", "iproute2", "iptables", "jq", "kmod", "libseccomp2",
		"mount", "nftables", "pigz", "procps", "runc", "systemd", "util-linux",
	}
}

// keptLines is how many lines of a program's output an error quotes.
const keptLines = 10

// rootFiles makes an archive of the root file system from Debian's packages.
func (b *build) rootFiles(ctx context.Context) error {
	done := b.show.Step("root files")
	err := b.cached(b.rootArchive(), func(file string) error {
		dir := filepath.Join(b.work, "root")
		if err := os.Mkdir(dir, 0o755); err != nil {
			return fmt.Errorf("make a folder for the root file system: %w", err)
		}
		if err := b.debootstrap(ctx, dir); err != nil {
			return err
		}
		if err := archive(ctx, file, dir, "."); err != nil {
			return err
		}
		return os.RemoveAll(dir)
	})
	if err != nil {
		return err
	}
	if b.root, err = openTree(b.inCache(b.rootArchive())); err != nil {
		return err
	}
	done("Debian %s", suite)
	return nil
}

func (b *build) rootArchive() string { return "root-" + suite + "-" + b.rootKey + ".tar" }

func (b *build) debootstrap(ctx context.Context, dir string) error {
	args := []string{"--keyring=" + keyring, "--variant=minbase", "--include=" + strings.Join(packages(), ","), suite, dir}
	if b.options.Mirror != "" {
		args = append(args, b.options.Mirror)
	}
	read, write := io.Pipe()
	cmd := command{env: []string{"LC_ALL=C", "DEBIAN_FRONTEND=noninteractive"}}.build(ctx, "debootstrap", args...)
	cmd.Stdout, cmd.Stderr = write, write
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start debootstrap: %w", err)
	}
	said := make(chan []string)
	go func() { said <- b.follow(read) }()
	err := cmd.Wait()
	_ = write.Close()
	kept := <-said
	if err != nil {
		return failed(ctx, "debootstrap", err, reason(kept))
	}
	return nil
}

// reason is the line of debootstrap's output that says why it failed, or else
// all that was kept.
func reason(said []string) string {
	for _, line := range said {
		if text, found := strings.CutPrefix(line, "E: "); found {
			return text + " (--mirror names another mirror)"
		}
	}
	return strings.Join(said, "\n")
}

// follow shows what debootstrap does, and returns the last lines that it wrote.
func (b *build) follow(output io.Reader) (kept []string) {
	line := b.show.NewLine()
	for lines := bufio.NewScanner(output); lines.Scan(); {
		if text, informs := strings.CutPrefix(lines.Text(), "I: "); informs {
			line.Show(text)
		}
		kept = append(kept, lines.Text())
		kept = kept[max(len(kept)-keptLines, 0):]
	}
	_, _ = io.Copy(io.Discard, output) // after a line too long to scan the program must not block
	return kept
}

// archive makes a tar archive of some of what is in a folder.
func archive(ctx context.Context, file, dir string, what ...string) error {
	args := []string{"--create", "--file", file, "--directory", dir, "--numeric-owner", "--one-file-system", "--sort=name"}
	_, err := command{}.output(ctx, "tar", append(args, what...)...)
	return err
}
