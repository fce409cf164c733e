package nodeimage

import (
	"strings"
	"testing"

	"example.com/metrics-lab/lab/host/fake"
)

const (
	current = Repository + ":v1.37.2-aaaaaaaaaaaa"
	newer   = Repository + ":v1.37.9-bbbbbbbbbbbb"
	older   = Repository + ":v1.37.1-cccccccccccc"
	other   = Repository + ":v1.3.0-dddddddddddd"
)

func TestChoose(t *testing.T) {
	t.Parallel()
	id := identity{kubernetes: "v1.37.2", key: "aaaaaaaaaaaa"}
	for _, row := range []struct {
		name  string
		there []string
		want  string
	}{
		{"none", nil, ""},
		{"that of the checkout", []string{newer, current, older}, current},
		{"the newest of the same minor", []string{other, newer, older}, newer},
		{"another minor", []string{other, Repository + ":<none>"}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := choose(row.there, id); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

// fakeDocker puts a docker command on the PATH that prints a text, or fails.
func fakeDocker(t *testing.T, script string) {
	t.Helper()
	fake.OnPath(t, "docker", script)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
}

func TestFind(t *testing.T) {
	fakeDocker(t, `echo "$*" | grep -q 'image ls .*`+Repository+`$' && echo `+older)
	if got, err := Find(t.Context(), "../../.."); err != nil || got != older {
		t.Errorf("got %q, %v, want %q", got, err, older)
	}
}

func TestFindWithoutDocker(t *testing.T) {
	fakeDocker(t, "echo Cannot connect to the Docker daemon >&2; exit 1")
	_, err := Find(t.Context(), "../../..")
	if err == nil || !strings.Contains(err.Error(), "Cannot connect to the Docker daemon") {
		t.Errorf("got %v, want what docker said", err)
	}
}

func TestIdentity(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	id, err := identify(t.Context(), "../../..")
	if err != nil {
		t.Fatal(err)
	}
	again, err := identify(t.Context(), "../../..")
	if err != nil {
		t.Fatal(err)
	}
	if id != again {
		t.Errorf("two identities of the same: %v, %v", id, again)
	}
	if !strings.HasPrefix(id.name(), Repository+":"+id.kubernetes+"-") {
		t.Errorf("the name %s does not say the version %s", id.name(), id.kubernetes)
	}
	t.Setenv("GOAMD64", "v3")
	t.Setenv("GOARM64", "v9.0")
	if other, err := identify(t.Context(), "../../.."); err != nil || other.name() == id.name() {
		t.Errorf("got %v, %v, want another name for other programs", other, err)
	}
}
