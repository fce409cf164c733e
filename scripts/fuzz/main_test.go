package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestListed(t *testing.T) {
	t.Parallel()
	got, err := listed(strings.NewReader(`{"Action":"start","Package":"m/a"}
{"Action":"output","Package":"m/a","Output":"FuzzX\n"}
{"Action":"output","Package":"m/a","Output":"ok  \ta\t0.1s\n"}
{"Action":"output","Package":"m/b","Output":"TestGeneratedY\n"}
`), "m")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]target{{"./a", "FuzzX"}, {"./b", "TestGeneratedY"}}, got, cmp.AllowUnexported(target{})); diff != "" {
		t.Errorf("targets (-want +got):\n%s", diff)
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	good, bad := result{target: target{"./m/a", "FuzzX"}}, result{target: target{"./m/b", "FuzzY"}}
	for _, line := range []string{
		"fuzz: elapsed: 0s, gathering baseline coverage: 0/192 completed",
		"fuzz: elapsed: 3s, execs: 325017 (108336/sec), new interesting: 11 (total: 202)",
		"fuzz: elapsed: 6s, execs: 680218 (118402/sec), new interesting: 11 (total: 202)",
		"PASS",
	} {
		good.read(line)
	}
	for _, line := range []string{
		"fuzz: elapsed: 3s, execs: 7 (2/sec), new interesting: 0 (total: 1)",
		"    Failing input written to testdata/fuzz/FuzzY/3fe4",
	} {
		bad.read(line)
	}
	var out strings.Builder
	if err := printTable(&out, []result{good, bad}); err != nil {
		t.Fatal(err)
	}
	const want = `
TARGET     INPUTS  FOUND
m/a.FuzzX  680218  -
m/b.FuzzY  7       testdata/fuzz/FuzzY/3fe4
all 2      680225  
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}
