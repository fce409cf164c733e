package nodeimage

import (
	"path"
	"slices"
	"strings"
)

// unwanted are patterns, as path.Match has them, of what a node does without.
// With a slash at the end, the folder itself stays.
func unwanted() []string {
	return []string{
		// Nobody reads here, in any language, and no package is ever added.
		docFolder, "usr/share/doc-base/", "usr/share/man/", "usr/share/info/", "usr/share/locale/", "usr/share/i18n/",
		"usr/share/lintian/", "usr/share/bug/", "usr/share/bash-completion/", "usr/share/zoneinfo/", "usr/lib/locale/",
		"usr/lib/systemd/catalog/", "usr/lib/udev/hwdb.d/",
		"var/cache/apt/", "var/cache/debconf/", "var/lib/apt/lists/", "var/log/", "tmp/", "var/tmp/", "boot/",
		// Docker makes these.
		"dev/", "proc/", "sys/", "run/",
		// As kind's base image: units that have no place in a container.
		"etc/systemd/system/*.wants/",
		"usr/lib/systemd/system/multi-user.target.wants/",
		"usr/lib/systemd/system/local-fs.target.wants/",
		"usr/lib/systemd/system/basic.target.wants/",
		"usr/lib/systemd/system/sockets.target.wants/*udev*",
		"usr/lib/systemd/system/sockets.target.wants/*initctl*",
		"usr/lib/systemd/system/sysinit.target.wants/systemd-tmpfiles-setup.service",
		// Those of the machine that builds: each node gets its own.
		"etc/machine-id", "etc/hostname", "etc/resolv.conf",
	}
}

// kept are patterns of what stays though it is below an unwanted folder: the licences
// of packages. The folder of one may be a link to that of another.
func kept() []string { return []string{docFolder + "*", docFolder + "*/copyright"} }

// docFolder has a folder for each package, also for the lab itself.
const docFolder = "usr/share/doc/"

// wanted says whether a path of the root file system belongs into a node.
func wanted(name string) bool {
	if slices.ContainsFunc(kept(), func(pattern string) bool { return match(pattern, name) }) {
		return true
	}
	for _, pattern := range unwanted() {
		below, isFolder := strings.CutSuffix(pattern, "/")
		if !isFolder && match(pattern, name) || matchAbove(below, name) {
			return false
		}
	}
	return true
}

// matchAbove says whether a folder that the path is in matches.
func matchAbove(pattern, name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if match(pattern, dir) {
			return true
		}
	}
	return false
}

func match(pattern, name string) bool {
	matched, err := path.Match(pattern, name)
	return err == nil && matched
}
