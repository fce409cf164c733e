package kind

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/kind/pkg/apis/config/defaults"

	"example.com/metrics-lab/lab/host/fake"
	"example.com/metrics-lab/lab/state"
)

// fakeDocker puts a docker command on the PATH. Its script sees the command in
// $1, and "image" commands in "$1 $2".
func fakeDocker(t *testing.T, cases string) {
	t.Helper()
	fake.OnPath(t, "docker", "case \"$1 $2\" in\n"+cases+"\nesac\nexit 0")
}

// TestDefaultImage: what is pulled unless the user names an image is the one that was made with this version of kind.
func TestDefaultImage(t *testing.T) {
	t.Parallel()
	if !strings.Contains(defaults.Image, "@sha256:") {
		t.Errorf("%s has no digest", defaults.Image)
	}
}

func TestUsable(t *testing.T) {
	const (
		runs  = `"run --rm") echo v1.37.2;;`
		fails = ") echo no such thing >&2; exit 1;;"
	)
	for _, row := range []struct{ name, docker, wanted, built, image, wantErr string }{
		{"named", runs, "mine:1", "built:1", "mine:1", ""},
		{"built", runs, "", "built:1", "built:1", ""},
		{"pulled", `"image inspect"` + fails + runs, "mine:1", "", "mine:1", ""},
		{"not to be pulled", `"image inspect"` + fails + `"pull mine:1"` + fails, "mine:1", "", "",
			"the node image mine:1 is not there and cannot be pulled: docker pull: no such thing; `docker pull` it by hand"},
		{"nor the default", `"image inspect"` + fails + `"pull "*) echo "toomanyrequests: too many" >&2; exit 1;;`, "", "", "",
			"the node image " + defaults.Image + " is not there and cannot be pulled: docker pull: toomanyrequests: too many; " +
				"the registry limits how many pulls it gives: `docker login`, or try again later, or build one with `bin/lab node-image`"},
		{"not privileged", `"run --rm"` + fails, "", "built:1", "",
			"a privileged container of the node image built:1 does not start: docker run: no such thing"},
		{"another minor", `"run --rm") echo v1.33.1;;`, "", "built:1", "",
			"the node image built:1 has Kubernetes v1.33.1; use one of v1.35, v1.36, v1.37"},
		{"not a node image", `"run --rm") echo;;`, "mine:1", "", "", "the node image mine:1 has Kubernetes ; use one of"},
	} {
		t.Run(row.name, func(t *testing.T) {
			fakeDocker(t, row.docker)
			image, err := Usable(t.Context(), row.wanted, row.built, func(string) {})
			if row.wantErr == "" && (err != nil || image != row.image) {
				t.Errorf("got %q, %v; want %q", image, err, row.image)
			}
			if row.wantErr != "" && (err == nil || !strings.HasPrefix(err.Error(), row.wantErr)) {
				t.Errorf("got %v, want %q", err, row.wantErr)
			}
		})
	}
}

// TestNetworkIsRemovedOnlyIfOurs: the Docker network that kind leaves behind.
func TestNetworkIsRemovedOnlyIfOurs(t *testing.T) {
	const missing = `"network inspect") exit 1;;`
	for _, row := range []struct {
		name, before, after, other string
		removed                    bool
	}{
		{"it was there before", "", "", "", false},
		{"a lab made it", missing, "", "", true},
		{"a lab made it, and somebody uses it", missing, `"ps --all") echo 1234;;`, "", false},
		{"a lab made it, and another one is in the making", missing, "", "kind", false},
		{"a lab made it, and another one does not need it", missing, "", "embedded", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Setenv("XDG_CACHE_HOME", t.TempDir())
			t.Setenv("HOME", t.TempDir())
			saveLab(t, "one", "kind")
			if row.other != "" {
				saveLab(t, "other", row.other)
			}
			log := filepath.Join(t.TempDir(), "removed")
			t.Run("before", func(t *testing.T) {
				fakeDocker(t, row.before)
				if err := rememberNetwork(t.Context()); err != nil {
					t.Fatal(err)
				}
			})
			t.Run("after", func(t *testing.T) {
				fakeDocker(t, row.after+"\n\"network rm\") touch "+log+";;")
				if err := (&Cluster{Lab: state.Folder{Name: "one"}}).removeNetwork(t.Context()); err != nil {
					t.Fatal(err)
				}
			})
			if _, err := os.Stat(log); (err == nil) != row.removed {
				t.Errorf("removed: %t, want %t", err == nil, row.removed)
			}
		})
	}
}

func saveLab(t *testing.T, name, cluster string) {
	t.Helper()
	lab, err := state.FolderOf(name)
	if err == nil {
		err = lab.Save(state.Record{Cluster: cluster})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestAdviceFor: with what engines say.
func TestAdviceFor(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"Error response from daemon: toomanyrequests: You have reached your unauthenticated pull rate limit":                      "limits how many",
		"Error response from daemon: pull access denied for kindest/nod, repository does not exist or may require 'docker login'": "name right",
		"Error response from daemon: manifest for kindest/node:v9 not found: manifest unknown: manifest unknown":                  "name right",
		"Error response from daemon: unauthorized: authentication required":                                                       "docker login",
		"nothing has arrived for 1m0s": "better",
		`Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host`: "network",
		"Error response from daemon: received unexpected HTTP status: 503 Service Unavailable":                                    "try again later",
		"Error response from daemon: no space left on device":                                                                     "docker system df",
		`Error response from daemon: Get "https://registry-1.docker.io/v2/": x509: certificate signed by unknown authority`:       "by hand",
		"Error response from daemon: something about sha256:099e042912":                                                           "by hand",
		"Error response from daemon: something else":                                                                              "by hand",
	} {
		if got := adviceFor(errors.New(said)); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want it to say %q", said, got, want)
		}
	}
}
