package kubeconfig

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

var entry = Entry{
	Name:    "kwok-lab",
	Cluster: &api.Cluster{Server: "https://127.0.0.1:1", CertificateAuthorityData: []byte("ours"), LocationOfOrigin: "/elsewhere"},
	User:    &api.AuthInfo{Token: "secret", LocationOfOrigin: "/elsewhere"},
}

// production is what a user has already.
func production() *api.Config {
	config := api.NewConfig()
	config.Clusters["prod"] = &api.Cluster{Server: "https://prod.example.com"}
	config.AuthInfos["me"] = &api.AuthInfo{Token: "mine"}
	config.Contexts["prod"] = &api.Context{Cluster: "prod", AuthInfo: "me"}
	config.CurrentContext = "prod"
	return config
}

func write(t *testing.T, config *api.Config) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	if err := clientcmd.WriteToFile(*config, file); err != nil {
		t.Fatal(err)
	}
	return file
}

func load(t *testing.T, file string) *api.Config {
	t.Helper()
	config, err := clientcmd.LoadFromFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func add(t *testing.T, file string) Found {
	t.Helper()
	found, err := Inspect(file, entry.Name, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := Add(found, entry); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAddAndRemoveLeaveTheFileAsItWas(t *testing.T) {
	t.Parallel()
	file := write(t, production())
	before := load(t, file)
	found := add(t, file)

	with := load(t, file)
	if with.CurrentContext != entry.Name || string(with.Clusters[entry.Name].CertificateAuthorityData) != "ours" || with.AuthInfos[entry.Name].Token != "secret" {
		t.Errorf("the entry is not there as it was given: %+v", with)
	}
	if err := Add(found, entry); err != nil {
		t.Errorf("added twice: %v", err)
	}
	if err := Remove(entry.Name, []byte("ours"), found); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, load(t, file)); diff != "" {
		t.Errorf("afterwards (-want +got):\n%s", diff)
	}
}

// TestALinkStaysALink: who keeps the file elsewhere, in a repository of dotfiles say, finds the entry there.
func TestALinkStaysALink(t *testing.T) {
	t.Parallel()
	file := write(t, production())
	link := filepath.Join(t.TempDir(), "config")
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	found := add(t, link)
	if _, ok := load(t, file).Contexts[entry.Name]; !ok {
		t.Error("the entry is not in the file that the link is to")
	}
	if err := Remove(entry.Name, []byte("ours"), found); err != nil {
		t.Fatal(err)
	}
	if _, ok := load(t, file).Contexts[entry.Name]; ok {
		t.Error("the entry is still there")
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
}

func TestRemoveKeepsTheContextThatTheUserChose(t *testing.T) {
	t.Parallel()
	config := production()
	config.Contexts["staging"] = &api.Context{Cluster: "prod", AuthInfo: "me"}
	file := write(t, config)
	found := add(t, file)
	chosen := load(t, file)
	chosen.CurrentContext = "staging"
	if err := clientcmd.WriteToFile(*chosen, file); err != nil {
		t.Fatal(err)
	}
	if err := Remove(entry.Name, []byte("ours"), found); err != nil {
		t.Fatal(err)
	}
	if got := load(t, file).CurrentContext; got != "staging" {
		t.Errorf("the current context is %q, want staging", got)
	}
}

func TestRemoveDeletesAFileThatItMade(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "config")
	found := add(t, file)
	if !found.Missing {
		t.Error("the file was found")
	}
	if err := Remove(entry.Name, []byte("ours"), found); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
	if err := Remove(entry.Name, []byte("ours"), found); err != nil {
		t.Errorf("removed twice: %v", err)
	}
}

func TestAnotherClusterOfTheNameIsLeftAlone(t *testing.T) {
	t.Parallel()
	config := production()
	config.Clusters[entry.Name] = &api.Cluster{Server: "https://theirs", CertificateAuthorityData: []byte("theirs")}
	config.Contexts[entry.Name] = &api.Context{Cluster: entry.Name, AuthInfo: "me"}
	file := write(t, config)
	before := load(t, file)

	if _, err := Inspect(file, entry.Name, nil); !errors.Is(err, ErrNotOurs) {
		t.Errorf("Inspect: %v, want ErrNotOurs", err)
	}
	if err := Add(Found{File: file}, entry); !errors.Is(err, ErrNotOurs) {
		t.Errorf("Add: %v, want ErrNotOurs", err)
	}
	if err := Remove(entry.Name, []byte("ours"), Found{File: file}); err != nil {
		t.Errorf("Remove: %v", err)
	}
	if diff := cmp.Diff(before, load(t, file)); diff != "" {
		t.Errorf("afterwards (-want +got):\n%s", diff)
	}
}

// TestForget: the entry goes without anything else being known of it, and no other one.
func TestForget(t *testing.T) {
	file := write(t, production())
	before := load(t, file)
	before.CurrentContext = "" // which one it was is not known
	t.Setenv("KUBECONFIG", file)
	add(t, file)
	for range 2 {
		if err := Forget(entry.Name); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, load(t, file)); diff != "" {
		t.Errorf("afterwards (-want +got):\n%s", diff)
	}
}

// TestSeveralFiles: $KUBECONFIG can name several, and the current context is in
// one of them.
func TestSeveralFiles(t *testing.T) {
	first, second := write(t, production()), write(t, api.NewConfig())
	t.Setenv("KUBECONFIG", first+string(os.PathListSeparator)+second)
	before := load(t, first)
	found := add(t, "")
	if err := Remove(entry.Name, []byte("ours"), found); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, load(t, first)); diff != "" {
		t.Errorf("the first file (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(api.NewConfig(), load(t, second)); diff != "" {
		t.Errorf("the second file (-want +got):\n%s", diff)
	}
}

// TestRelativePaths: what was added in one folder is removed in another one, where
// the paths lead elsewhere.
func TestRelativePaths(t *testing.T) {
	contexts := production()
	contexts.CurrentContext = ""
	current := api.NewConfig()
	current.CurrentContext = "prod"
	for _, row := range []struct {
		name, variable, file string
		files                map[string]*api.Config
	}{
		{"variable", "./config", "", map[string]*api.Config{"config": production()}},
		{"variable, no file yet", "./config", "", nil},
		{"flag", "other", "config", map[string]*api.Config{"config": production(), "other": production()}},
		{"several files", "first:second", "", map[string]*api.Config{"first": current, "second": contexts}},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir, elsewhere := t.TempDir(), t.TempDir()
			t.Setenv("KUBECONFIG", row.variable)
			t.Chdir(dir)
			for name, config := range row.files {
				if err := clientcmd.WriteToFile(*config, name); err != nil {
					t.Fatal(err)
				}
			}
			before := loadAll(t, dir)
			found := add(t, row.file)
			t.Chdir(elsewhere)
			if err := Remove(entry.Name, []byte("ours"), found); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, loadAll(t, dir)); diff != "" {
				t.Errorf("afterwards (-want +got):\n%s", diff)
			}
		})
	}
}

// loadAll returns the kubeconfigs of a folder.
func loadAll(t *testing.T, dir string) map[string]*api.Config {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*api.Config{}
	for _, file := range files {
		all[file.Name()] = load(t, filepath.Join(dir, file.Name()))
	}
	return all
}

func TestAdvice(t *testing.T) {
	without := production()
	without.CurrentContext = ""
	staging := production()
	staging.Contexts["staging"] = &api.Context{Cluster: "prod", AuthInfo: "me"}
	for _, row := range []struct{ name, file, context, want string }{
		{"current", write(t, staging), "prod", ""},
		{"another one", write(t, staging), "staging", `the current context is "prod": type kubectl config use-context staging`},
		{"none", write(t, without), "prod", "kubectl has no current context: type kubectl config use-context prod"},
		{"not known", write(t, staging), "lab", "kubectl knows no context lab: set KUBECONFIG to the file that the lab was made with"},
		{"no file", filepath.Join(t.TempDir(), "none"), "lab", "kubectl knows no context lab: set KUBECONFIG to the file that the lab was made with"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Setenv("KUBECONFIG", row.file)
			if got, err := Advice(row.context); err != nil || got != row.want {
				t.Errorf("got %q, %v, want %q", got, err, row.want)
			}
		})
	}
	t.Run("not readable", func(t *testing.T) {
		t.Setenv("KUBECONFIG", t.TempDir())
		if _, err := Advice("lab"); err == nil {
			t.Error("want an error")
		}
	})
}
