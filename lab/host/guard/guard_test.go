package guard

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/wait"
)

// These variables make the test program a guard, which writes what it received to
// the file, and a program that has one and does not end.
const (
	guardVariable   = "METRICS_LAB_TEST_GUARD"
	guardedVariable = "METRICS_LAB_TEST_GUARDED"
)

func TestMain(m *testing.M) {
	if file := os.Getenv(guardVariable); file != "" {
		received := Wait()
		if received == "fail" {
			os.Exit(1)
		}
		if os.WriteFile(file, []byte(received+"."), 0o600) != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	if file := os.Getenv(guardedVariable); file != "" {
		guarded(file)
	}
	os.Exit(m.Run())
}

func guarded(file string) {
	g, err := startAt(file)
	if err == nil {
		err = g.Send("killed")
	}
	fmt.Println(err)
	select {}
}

func startAt(file string) (*Guard, error) {
	log, err := os.Create(file + ".log")
	if err != nil {
		return nil, err
	}
	return Start(log, append(os.Environ(), guardVariable+"="+file))
}

func TestEnd(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "received")
	g, err := startAt(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"one\n", "two\n"} {
		if err := g.Send(text); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("it has not waited")
	}
	if err := g.End(); err != nil {
		t.Error(err)
	}
	if received, err := os.ReadFile(file); string(received) != "one\ntwo\n." {
		t.Errorf("it received %q, %v", received, err)
	}
}

func TestEndReportsAFailure(t *testing.T) {
	t.Parallel()
	g, err := startAt(filepath.Join(t.TempDir(), "received"))
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Send("fail"); err != nil {
		t.Fatal(err)
	}
	if err := g.End(); err == nil {
		t.Error("want an error")
	}
}

// TestKilled: a guard also does its work when nobody can tell it to, and when the
// signal goes to the whole process group.
func TestKilled(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		signal syscall.Signal
		group  int
	}{{"SIGKILL", syscall.SIGKILL, 1}, {"Ctrl-C", syscall.SIGINT, -1}} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "received")
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), guardedVariable+"="+file)
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			output, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if said, err := bufio.NewReader(output).ReadString('\n'); said != "<nil>\n" {
				t.Errorf("it says %q, %v", said, err)
			}
			if err := syscall.Kill(row.group*cmd.Process.Pid, row.signal); err != nil {
				t.Error(err)
			}
			_ = cmd.Wait()
			err = wait.For(t.Context(), "the guard", 30*time.Second, 10*time.Millisecond, func(context.Context) (bool, string, error) {
				received, err := os.ReadFile(file)
				return string(received) == "killed.", string(received), err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
