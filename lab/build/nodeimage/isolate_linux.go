package nodeimage

import (
	"os/exec"
	"syscall"
)

// isolate gives a program process and mount namespaces of its own. It is
// process 1 there: when it ends, the kernel kills all that it started, and
// takes their mounts away. It is killed itself when the thread that started it
// ends, so that nothing runs on, and nothing stays mounted, even when the lab
// is killed. With a root, the program sees nothing else of the file system.
func isolate(cmd *exec.Cmd, root string) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:   syscall.CLONE_NEWPID,
		Unshareflags: syscall.CLONE_NEWNS, // which makes the mounts private too
		Pdeathsig:    syscall.SIGKILL,
		Setpgid:      true, // Ctrl-C is for us: we end it
		Chroot:       root,
	}
	if root != "" {
		cmd.Dir = "/"
	}
}
