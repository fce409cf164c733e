// Package state keeps what is known of a lab between two commands: its folder,
// its record, and the lock that keeps two commands from working on it at once.
package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"example.com/metrics-lab/lab/kubeconfig"
)

// Folder is the folder of one lab: ~/.metrics-lab/NAME. Everything that a lab
// writes outside the cache and the kubeconfig is below it.
type Folder struct {
	// Name is the lab's name.
	Name string
	// Dir is the lab's folder, an absolute path.
	Dir string
}

// recordFile is the file of a lab's record in its folder.
const recordFile = "lab.json"

// The kinds of clusters.
const (
	// Embedded needs no Docker: package embedded.
	Embedded = "embedded"
	// Kind has real nodes, in Docker: package kind.
	Kind = "kind"
)

// Record is what a lab's folder says of it.
type Record struct {
	// Cluster is the kind of the lab's cluster: Embedded or Kind.
	Cluster string `json:"cluster"`
	// Complete is set when the cluster has been made. A lab without it is
	// half-made and is removed by the next up or down.
	Complete bool `json:"complete"`
	// Root is the checkout that the lab's adapter is from.
	Root string `json:"root,omitempty"`
	// Code identifies the code of the adapter that runs. It is empty while live
	// development replaces the adapter.
	Code string `json:"code,omitempty"`
	// Development is set while live development has taken the adapter's place.
	Development bool `json:"development,omitempty"`
	// Kubeconfig is where the lab's context goes and what was there before.
	Kubeconfig kubeconfig.Found `json:"kubeconfig"`
}

// nameForm is a DNS label, so that the name can be a host's and a container's;
// it leaves room for what is put before and after it.
var nameForm = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$`)

// FolderOf returns the lab of that name, which need not exist. It makes nothing.
func FolderOf(name string) (Folder, error) {
	if !nameForm.MatchString(name) {
		return Folder{}, fmt.Errorf("the name %q does not fit: use at most 40 lower-case letters, digits and inner dashes", name)
	}
	home, err := homeFolder()
	if err != nil {
		return Folder{}, err
	}
	return Folder{Name: name, Dir: filepath.Join(home, ".metrics-lab", name)}, nil
}

// All returns the labs that exist, half-made ones too.
func All() ([]Folder, error) {
	home, err := homeFolder()
	if err != nil {
		return nil, err
	}
	records, err := filepath.Glob(filepath.Join(home, ".metrics-lab", "*", recordFile))
	if err != nil {
		return nil, fmt.Errorf("list the labs: %w", err)
	}
	var all []Folder
	for _, record := range records {
		dir := filepath.Dir(record)
		all = append(all, Folder{Name: filepath.Base(dir), Dir: dir})
	}
	return all, nil
}

// homeFolder is where labs are kept. A relative one is another one in each folder, and
// the go command takes none either.
func homeFolder() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the home folder, where labs are kept: %w", err)
	}
	if !filepath.IsAbs(home) {
		return "", fmt.Errorf("the home folder %q is a relative path: set HOME to an absolute one", home)
	}
	return home, nil
}

// Path returns the path of a file below the lab's folder.
func (l Folder) Path(elem ...string) string {
	return filepath.Join(append([]string{l.Dir}, elem...)...)
}

// Short is a path as people write it: with ~ for the home folder.
func Short(path string) string {
	home, err := homeFolder()
	if below, found := strings.CutPrefix(path, home+string(filepath.Separator)); err == nil && found {
		return filepath.Join("~", below)
	}
	return path
}

// Load returns the lab's record. The error is fs.ErrNotExist when there is no
// such lab. A record that cannot be read is an incomplete one: the command
// that wrote it was killed.
func (l Folder) Load() (Record, error) {
	data, err := os.ReadFile(l.record())
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(l.Dir); err == nil {
			return Record{}, nil // killed before the record was written
		}
	}
	if err != nil {
		return Record{}, fmt.Errorf("read what is known of the lab %s: %w", l.Name, err)
	}
	var record Record
	if err := json.Unmarshal(data, &record); err != nil {
		return Record{}, nil //nolint:nilerr // as the doc comment says
	}
	return record, nil
}

// Save writes the record, whole or not at all.
func (l Folder) Save(record Record) error {
	if err := os.MkdirAll(l.Dir, 0o700); err != nil {
		return fmt.Errorf("make the lab's folder: %w", err)
	}
	data, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the lab's record: %w", err)
	}
	temporary := l.record() + ".new"
	if err := os.WriteFile(temporary, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the lab's record: %w", err)
	}
	if err := os.Rename(temporary, l.record()); err != nil {
		return fmt.Errorf("write the lab's record: %w", err)
	}
	return nil
}

// Remove deletes the lab's folder, and the folder of all labs when this was
// the last one.
func (l Folder) Remove() error {
	if err := os.RemoveAll(l.Dir); err != nil {
		return fmt.Errorf("remove the lab's folder: %w", err)
	}
	_ = os.Remove(filepath.Dir(l.Dir)) // fails, rightly, while other labs are there
	return nil
}

func (l Folder) record() string { return l.Path(recordFile) }
