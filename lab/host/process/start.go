package process

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// Program is a program of a lab that is started in the background.
type Program struct {
	// Folder is the lab's folder, an absolute path.
	Folder string
	// Path is where the program is: below the folder, or Below will not find it.
	Path string
	Args []string
	// Env is added to the environment that is made for a lab's programs.
	Env []string
	// Log is the file that its output is appended to. It is made readable by its
	// owner only.
	Log string
}

// Start starts a program that outlives the caller and its terminal. Its keeper, which
// is started with it, notes how it ends, and how what it leaves behind does: see
// HowEnded. While the caller lives, ended gets that too, once; an empty text says that
// it is not known.
//
// The program that calls Start has to call Keep before anything else: it is the
// keeper's program as well.
func Start(p Program) (ended <-chan string, err error) {
	if err := os.MkdirAll(filepath.Dir(note(p.Folder, p.Path)), 0o700); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.Path, err)
	}
	if err := os.RemoveAll(note(p.Folder, p.Path)); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.Path, err)
	}
	if _, err := exec.LookPath(p.Path); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.Path, err)
	}
	log, err := os.OpenFile(p.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", p.Path, err)
	}
	defer func() { _ = log.Close() }()
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", p.Path, err)
	}
	defer func() { _ = writer.Close() }() // again, which does nothing
	cmd, err := keeper(p)
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = log, log, []*os.File{writer}
	if err := cmd.Start(); err != nil {
		_ = reader.Close()
		return nil, fmt.Errorf("start %s: %w", p.Path, err)
	}
	_ = writer.Close() // so that reading ends with the keeper
	said := bufio.NewReader(reader)
	if begun, _ := said.ReadString('\n'); begun != started {
		_ = reader.Close()
		return nil, fmt.Errorf("start %s: %s", p.Path, cmp.Or(strings.TrimSpace(begun), "its keeper has ended"))
	}
	how := make(chan string, 1)
	go func() {
		defer func() { _ = reader.Close() }()
		last, _ := said.ReadString('\n')
		how <- strings.TrimSpace(last)
		_ = cmd.Wait()
	}()
	return how, nil
}

// keeper is the command of a program's keeper: this program, by a name below the lab's
// folder, so that it belongs to the lab.
func keeper(p Program) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", p.Path, err)
	}
	return &exec.Cmd{
		Path:        self,
		Args:        append([]string{filepath.Join(p.Folder, keeperName), p.Folder, p.Path}, p.Args...),
		Env:         append(environment(p.Folder), p.Env...),
		Dir:         p.Folder,
		SysProcAttr: &syscall.SysProcAttr{Setsid: true},
	}, nil
}
