package nodeimage

import "testing"

func TestWanted(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"usr/bin/bash":                            true,
		"usr/share/doc":                           true,
		"usr/share/doc/bash/README":               false,
		"usr/share/doc/bash":                      true,
		"usr/share/doc/bash/copyright":            true,
		"usr/share/doc/bash/x/copyright":          false,
		"usr/share/documents":                     true,
		"tmp":                                     true,
		"dev/null":                                false,
		"etc/machine-id":                          false,
		"etc/systemd/system/sysinit.target.wants": true,
		"etc/systemd/system/sysinit.target.wants/x.service":                              false,
		"usr/lib/systemd/system/sysinit.target.wants/systemd-tmpfiles-setup.service":     false,
		"usr/lib/systemd/system/sysinit.target.wants/systemd-tmpfiles-setup-dev.service": true,
		"usr/lib/systemd/system/sockets.target.wants/systemd-udevd-kernel.socket":        false,
		"usr/lib/systemd/system/sockets.target.wants/systemd-journald.socket":            true,
	} {
		if got := wanted(name); got != want {
			t.Errorf("%s: got %t, want %t", name, got, want)
		}
	}
}
