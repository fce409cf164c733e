package kubeconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"k8s.io/client-go/tools/clientcmd"
)

// Found says what was there before Add, for Remove to put it back.
type Found struct {
	// File is the kubeconfig that the entry goes to, an absolute path: Remove may be
	// called in another folder.
	File string `json:"file"`
	// Files are all that kubectl reads, absolute too: the current context's entry can
	// be in another one.
	Files []string `json:"files,omitempty"`
	// Missing says that the file did not exist.
	Missing bool `json:"missing,omitempty"`
	// CurrentContext was the current context.
	CurrentContext string `json:"currentContext,omitempty"`
}

// Inspect says where an entry of that name would go and what is there. An
// empty file means kubectl's: the one of $KUBECONFIG, else ~/.kube/config. The
// error is ErrNotOurs when there is an entry of that name whose cluster has
// another authority than ca.
func Inspect(file, name string, ca []byte) (Found, error) {
	access := accessTo(file)
	config, err := access.GetStartingConfig()
	if err != nil {
		return Found{}, fmt.Errorf("read the kubeconfig: %w", err)
	}
	files, err := absolute(append([]string{access.GetDefaultFilename()}, access.GetLoadingPrecedence()...))
	if err != nil {
		return Found{}, fmt.Errorf("find the kubeconfig: %w", err)
	}
	found := Found{File: files[0], Files: files[1:], CurrentContext: config.CurrentContext}
	if !ours(config, name, ca) {
		return Found{}, fmt.Errorf("the entry %s of %s %w: remove it there, or choose another name for the lab", name, found.File, ErrNotOurs)
	}
	if _, err := os.Stat(found.File); errors.Is(err, fs.ErrNotExist) {
		found.Missing = true
	}
	return found, nil
}

// knows says whether a context is in one of the files still.
func (f Found) knows(context string) bool {
	return slices.ContainsFunc(append([]string{f.File}, f.Files...), func(file string) bool {
		config, err := clientcmd.LoadFromFile(file)
		return err == nil && config.Contexts[context] != nil
	})
}

func absolute(files []string) ([]string, error) {
	var all []string
	for _, file := range files {
		path, err := filepath.Abs(file)
		if err != nil {
			return nil, err
		}
		all = append(all, path)
	}
	return all, nil
}
