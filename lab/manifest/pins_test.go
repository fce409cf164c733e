package manifest

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// own begin the names of images that nobody else makes: those that the lab builds, and, in
// domains that nobody has, those that the reader builds.
var own = []string{"metrics-lab/", "registry.example.com/", "registry.you.example/"}

var (
	imageIn  = regexp.MustCompile(`(?m)^[\s-]*image:\s*['"]?([^\s'"]+)`)
	actionIn = regexp.MustCompile(`(?m)^[\s-]*uses:\s*(\S+)`)
	baseIn   = regexp.MustCompile(`(?m)^FROM\s+(\S+)`)

	byDigest = regexp.MustCompile(`@sha256:[0-9a-f]{64}$`)
	byCommit = regexp.MustCompile(`@[0-9a-f]{40}$`)
)

// unpinned returns an image's name if what is behind it can change.
func unpinned(image string) string {
	isOwn := slices.ContainsFunc(own, func(prefix string) bool { return strings.HasPrefix(image, prefix) })
	if isOwn || byDigest.MatchString(image) || image == "scratch" || strings.HasPrefix(image, "{{") { // a template's
		return ""
	}
	return image
}

func TestUnpinned(t *testing.T) {
	t.Parallel()
	digest := "@sha256:" + strings.Repeat("0a", 32)
	for image, want := range map[string]string{
		"metrics-lab/pause:node": "", "kindest/node:v1.37.0" + digest: "", "kindest/node:v1.37.0": "kindest/node:v1.37.0", "busybox": "busybox", "a/metrics-lab/b:1": "a/metrics-lab/b:1",
	} {
		if got := unpinned(image); got != want {
			t.Errorf("%s: got %q, want %q", image, got, want)
		}
	}
}

// TestTextsPin: what manifests, workflows and pages name is pinned: images by digest, actions by commit.
func TestTextsPin(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == ".git" || name == "bin" || name == "workshop/answers"):
			return fs.SkipDir
		case entry.IsDir() || !regexp.MustCompile(`\.(ya?ml|md)$|Dockerfile`).MatchString(name):
			return nil
		}
		text, err := os.ReadFile(root + "/" + name)
		for _, found := range slices.Concat(imageIn.FindAllSubmatch(text, -1), baseIn.FindAllSubmatch(text, -1)) {
			seen["image"] = true
			if image := unpinned(string(found[1])); image != "" {
				t.Errorf("%s names the image %s without its digest", name, image)
			}
		}
		for _, found := range actionIn.FindAllSubmatch(text, -1) {
			seen["action"] = true
			if action := string(found[1]); !byCommit.MatchString(action) {
				t.Errorf("%s uses %s, which is not a commit", name, action)
			}
		}
		return err
	})
	if err != nil || len(seen) != 2 {
		t.Errorf("got %v, and found only %v", err, seen)
	}
}

// TestObjectsPin: so is what kustomizations make of them.
func TestObjectsPin(t *testing.T) {
	t.Parallel()
	imageIn := regexp.MustCompile(`"image":"([^"]+)"`)
	for _, name := range kustomizations(t) {
		objects, err := Build(root, name, given)
		if err != nil {
			t.Fatal(err)
		}
		for _, object := range objects {
			data, err := object.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range imageIn.FindAllSubmatch(data, -1) {
				if image := unpinned(string(found[1])); image != "" {
					t.Errorf("%s: %s %s has the image %s without its digest", name, object.GetKind(), object.GetName(), image)
				}
			}
		}
	}
}
