package command

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const manifest = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: MAX
  metrics: [{type: Pods, pods: {metric: {name: requests}, target: {type: AverageValue, averageValue: "10"}}}]
`

// The load asks for 8 replicas from the first look on, and for 2 five minutes later.
const tests = `tests:
- name: up
  duration: 10m
  workloads: [{target: Deployment/web, replicas: 2}]
  metrics: [{metric: requests, objects: {resource: pods}, share: Total, interpolation: Step, curve: [{at: 0s, value: "80"}, {at: 2m, value: "20"}]}]
  expect:
  - reaches: {replicas: 8, by: 1m}
  - never: {above: 9}
`

// place has a manifest and a scenario.
func place(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "hpa.yaml"), strings.Replace(manifest, "MAX", "10", 1))
	write(t, filepath.Join(dir, "small.yaml"), strings.Replace(manifest, "MAX", "5", 1))
	write(t, filepath.Join(dir, "scenario.yaml"), "manifests: [hpa.yaml]\n"+tests)
	write(t, filepath.Join(dir, "two.yaml"), "manifests: [hpa.yaml]\n"+tests+strings.Replace(strings.TrimPrefix(tests, "tests:\n"), "name: up", "name: again", 1))
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run is the command in a folder: DIR stands for it.
func run(ctx context.Context, t *testing.T, dir, line string) (code int, said, wrong string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	var args []string
	if line != "" {
		args = strings.Split(strings.ReplaceAll(line, "DIR", dir), " ")
	}
	code = Run(ctx, t, args, &stdout, &stderr)
	return code, stdout.String(), strings.ReplaceAll(stderr.String(), dir, "DIR")
}

func TestRun(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, args string
		code       int
		want       string // in what is printed
	}{
		{"as expected", "DIR/scenario.yaml", passed, "ok   DIR/scenario.yaml: up (2 expectations of 10m0s, in "},
		{"a folder", "DIR --run again", passed, "ok   DIR/two.yaml: again"},
		{"another HPA", "DIR/small.yaml DIR/scenario.yaml", failed, "line 8: reaches 8 replicas by 1m\n       at 1m0s: want 8 replicas, got 5 replicas\n       the controller: 1m0s: stays at 5: requests is 16 of 10, "},
		{"why", "DIR/scenario.yaml --at 15s", passed, "HPA default/web\n"},
		{"compared", "DIR/scenario.yaml --compare DIR/small.yaml", passed, "small.yaml"},
		{"a sweep", "DIR/scenario.yaml --sweep maxReplicas=4..8:2", passed, "  maxReplicas  replica-hours  over target  direction changes  worst backlog  not as expected  best"},
		{"help", "--help", passed, "lab play [HPA...] SCENARIO..."},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			dir := place(t)
			code, said, wrong := run(t.Context(), t, dir, row.args)
			said = strings.ReplaceAll(said, dir, "DIR")
			if code != row.code || !strings.Contains(said, row.want) || wrong != "" {
				t.Errorf("want exit code %d and %q, got %d\n%s%s", row.code, row.want, code, said, wrong)
			}
		})
	}
}

// TestWrong: each gets one line, and exit code 2.
func TestWrong(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ args, want string }{
		{"", "error: requires at least 1 arg(s), only received 0"},
		{"DIR/hpa.yaml", "error: no scenario is named, only manifests: say which load comes, in a scenario file (see `lab play --help`)"},
		{"DIR/missing.yaml", "error: DIR/missing.yaml: there is no such file or folder: write the path of a scenario file, or of a folder that has some"},
		{"DIR/scenario.yaml --what", "error: unknown flag: --what (see `lab play --help`)"},
		{"DIR/scenario.yaml --at soon", `error: invalid argument "soon" for "--at" flag: time: invalid duration "soon" (see ` + "`lab play --help`)"},
		{"DIR/scenario.yaml --run nothing", `error: no test has "nothing" in its name: leave --run out to play all`},
		{"DIR/two.yaml --html DIR/a.html", "error: --html shows one test, and there are 2: choose one with --run, or name one scenario"},
		{"DIR/scenario.yaml --html DIR/no/a.html", "error: --html: cannot write DIR/no/a.html: open DIR/no/.a.html-"},
		{"DIR/scenario.yaml --html DIR", "error: --html: cannot write DIR: "},
		{"DIR/scenario.yaml --compare DIR/none.yaml", "error: DIR/none.yaml: there is no file DIR/none.yaml: write the path of one"},
		{"DIR/scenario.yaml --sweep maxReplicas", `error: --sweep "maxReplicas" does not fit: write a field of the HPA's spec and its values, such as maxReplicas=5,10,20 or behavior.scaleDown.stabilizationWindowSeconds=0..600:60`},
		{"DIR/scenario.yaml --sweep maxReplicas=9..1:2", `error: --sweep "maxReplicas=9..1:2": write FROM..TO:STEP with FROM below TO, a step above 0, and at most 200 values`},
		{"DIR/scenario.yaml --sweep maxReplicas=a..9", `error: --sweep "maxReplicas=a..9": "a" is not a whole number: write FROM..TO:STEP, such as 0..600:60`},
		{"DIR/scenario.yaml --sweep most=1", `error: --sweep most=1: strict decoding error: unknown field "spec.most"`},
		{"DIR/scenario.yaml --sweep maxReplicas=0", `error: --sweep maxReplicas=0: HorizontalPodAutoscaler.autoscaling "web" is invalid: `},
		{"DIR/scenario.yaml --sweep maxReplicas.a=1", "error: --sweep maxReplicas.a: there is a value in the place of \"a\": write the path of a field, such as behavior.scaleDown.stabilizationWindowSeconds"},
		{"DIR/scenario.yaml --sweep metrics.3.type=Pods", "error: --sweep metrics.3.type: \"3\" is none of the 1 elements, which are counted from 0"},
		{"DIR/scenario.yaml --sweep a=1 --sweep b=1 --sweep c=1", "error: --sweep takes two fields at most, and neither --compare nor --at beside it"},
		{"DIR/two.yaml --sweep maxReplicas=1,2", "error: --sweep is for one HPA in one test, and there are 2 tests: choose one with --run, or name one scenario"},
	} {
		t.Run(row.args, func(t *testing.T) {
			t.Parallel()
			code, said, got := run(t.Context(), t, place(t), row.args)
			if code != wrong || said != "" || !strings.HasPrefix(got, row.want) || strings.Count(got, "\n") != 1 {
				t.Errorf("want exit code 2 and the line %q, got %d\n%s%s", row.want, code, said, got)
			}
		})
	}
}

// TestFiles: what programs read.
func TestFiles(t *testing.T) {
	t.Parallel()
	dir := place(t)
	if code, said, wrong := run(t.Context(), t, dir, "DIR/small.yaml DIR/scenario.yaml --json DIR/a.json --junit DIR/a.xml --html DIR/a.html --svg DIR/a.svg --png DIR/a.png --csv DIR/a.csv"); code != failed {
		t.Fatalf("got %d\n%s%s", code, said, wrong)
	}
	var all []played
	if err := json.Unmarshal(read(t, filepath.Join(dir, "a.json")), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || len(all[0].Failures) != 1 || all[0].Failures[0].Got != "5 replicas" || len(all[0].Result.HPAs[0].Decisions) != 41 {
		t.Errorf("--json has %+v", all)
	}
	var units suites
	if err := xml.Unmarshal(read(t, filepath.Join(dir, "a.xml")), &units); err != nil {
		t.Fatal(err)
	}
	if units.Tests != 2 || units.Failures != 1 || units.Suites[0].Cases[0].Failure == nil || units.Suites[0].Cases[1].Failure != nil {
		t.Errorf("--junit has %+v", units)
	}
	for name, begins := range map[string]string{"a.html": "<!", "a.svg": "<svg", "a.png": "\x89PNG", "a.csv": ""} {
		if data := read(t, filepath.Join(dir, name)); len(data) == 0 || !bytes.HasPrefix(data, []byte(begins)) {
			t.Errorf("%s begins with %.20q", name, data)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestNoPlainFile: what is no plain file is written to, and stays what it is; a link too.
func TestNoPlainFile(t *testing.T) {
	t.Parallel()
	dir := place(t)
	write(t, filepath.Join(dir, "target"), "old")
	if err := os.Symlink("target", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if code, said, wrong := run(t.Context(), t, dir, "DIR/scenario.yaml --csv DIR/link --json "+os.DevNull); code != passed {
		t.Errorf("got %d\n%s%s", code, said, wrong)
	}
	if info, err := os.Lstat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is %v, %v", os.DevNull, info, err)
	}
	if info, err := os.Lstat(filepath.Join(dir, "link")); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if bytes.Equal(read(t, filepath.Join(dir, "target")), []byte("old")) {
		t.Error("what the link points at was not written")
	}
	if _, err := os.Stat("/dev/full"); err != nil {
		return // a system without one
	}
	if code, _, wrong := run(t.Context(), t, dir, "DIR/scenario.yaml --json /dev/full"); code != 2 || !strings.HasPrefix(wrong, "error: --json: cannot write /dev/full: ") {
		t.Errorf("a full disk: got %d, %s", code, wrong)
	}
}

// TestInterrupted: what was played until then is reported.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	code, said, got := run(ctx, t, place(t), "DIR/scenario.yaml")
	if code != wrong || !strings.Contains(said, "part ") || strings.Contains(said, ": want ") || got != "error: interrupted: what is shown was played until then\n" {
		t.Errorf("got %d\n%s%s", code, said, got)
	}
}
