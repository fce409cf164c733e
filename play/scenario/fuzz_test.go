package scenario

import (
	"os"
	"strings"
	"testing"
)

// FuzzDecode: whatever is in a scenario file, it is read, or refused in lines that name a file.
func FuzzDecode(f *testing.F) {
	for _, path := range []string{"testdata/web.yaml", "testdata/all.yaml"} {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, row := range badFiles() {
		f.Add([]byte(row.file))
	}
	for _, text := range []string{
		"a: &a [*a]\ntests: *a\n", "manifests: &m [*m]\n", "<<: {tests: []}\n", "tests: !!binary aaaa\n", "? {a: b}\n: c\n", "\x00", "\xff\xfe",
		"manifests: [/dev/zero]\ntests: []\n", "manifests: [../scenario]\n", "manifests: [\"\\u0000\"]\n", strings.Repeat("[", 10_000),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if strings.Contains(string(data), "manifests/") || strings.Contains(string(data), "..") {
			t.Skip("what is read besides is a matter of the machine")
		}
		file, err := decode(&report{file: "testdata/x.yaml"}, data)
		if err == nil && len(file.Tests) == 0 {
			t.Error("a file without tests is read")
		}
		told(t, err)
	})
}

// FuzzTrace: a trace is in order of time, or refused.
func FuzzTrace(f *testing.F) {
	for _, text := range []string{
		"time,value\n0s,1\n", "0,1\n60,2.5\n", "2026-11-23T10:00:00Z,1\n", "0s,NaN\n", "1e300,1\n", "-5,1\n", "\"", "0s,1\n0s,1\n", "9999999999,1\n0,2\n",
		"-9000000000,1\n9000000000,1\n", "1700-01-01T00:00:00Z,1\n2262-05-01T00:00:00Z,1\n", "NaN,1\n", "Inf,1\n", "0x1p4,1\n", ",\n", "\ufeff", "0s,1e999\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &report{file: "x.yaml"}
		points := readTrace(r, "x.csv", data, anything())
		told(t, r.err())
		if r.err() != nil {
			return
		}
		for i, p := range points {
			if p.At.Duration < 0 || p.At.Duration > maxDuration || i > 0 && p.At.Duration <= points[i-1].At.Duration {
				t.Errorf("point %d at %s is out of order", i, p.At.Duration)
			}
		}
	})
}

// told checks the form of an error: lines, each with a file.
func told(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if file, message, ok := strings.Cut(line, ":"); !ok || !strings.Contains(file, ".") || message == "" {
			t.Errorf("the line %q names no file", line)
		}
	}
}
