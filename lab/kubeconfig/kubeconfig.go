// Package kubeconfig adds the context of a lab to the user's kubeconfig and
// takes it out again. It touches no other entry.
package kubeconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// ErrNotOurs is returned when an entry of the lab's name exists that was not
// made by the lab.
var ErrNotOurs = errors.New("was not made by this lab")

// Entry is what a lab adds: a context, a cluster and a user, all of one name.
type Entry struct {
	// Name is the name of all three: "kwok-metrics-lab".
	Name string
	// Cluster and User are what is added. Cluster.CertificateAuthorityData
	// tells the lab's own entry from another one of the same name.
	Cluster *api.Cluster
	User    *api.AuthInfo
}

// Advice says what to type so that kubectl talks to a context, and why; empty when
// it does.
func Advice(context string) (string, error) {
	config, err := accessTo("").GetStartingConfig()
	if err != nil {
		return "", fmt.Errorf("read the kubeconfig: %w", err)
	}
	switch _, known := config.Contexts[context]; {
	case !known:
		return fmt.Sprintf("kubectl knows no context %s: set KUBECONFIG to the file that the lab was made with", context), nil
	case config.CurrentContext == "":
		return "kubectl has no current context: type kubectl config use-context " + context, nil
	case config.CurrentContext != context:
		return fmt.Sprintf("the current context is %q: type kubectl config use-context %s", config.CurrentContext, context), nil
	}
	return "", nil
}

// Add puts the entry into the file that Inspect found and makes it the current
// context, as kind and kwokctl do.
func Add(found Found, entry Entry) error {
	access := accessTo(found.File)
	config, err := access.GetStartingConfig()
	if err != nil {
		return fmt.Errorf("read the kubeconfig: %w", err)
	}
	if !ours(config, entry.Name, entry.Cluster.CertificateAuthorityData) {
		return fmt.Errorf("the entry %s of %s %w", entry.Name, found.File, ErrNotOurs)
	}
	// An entry goes to the file that it says it comes from.
	cluster, user := entry.Cluster.DeepCopy(), entry.User.DeepCopy()
	cluster.LocationOfOrigin, user.LocationOfOrigin = found.File, found.File
	config.Clusters[entry.Name] = cluster
	config.AuthInfos[entry.Name] = user
	config.Contexts[entry.Name] = &api.Context{Cluster: entry.Name, AuthInfo: entry.Name, LocationOfOrigin: found.File}
	config.CurrentContext = entry.Name
	return written(found.File, clientcmd.ModifyConfig(access, *config, false))
}

// Remove takes the entry out. If its context is still the current one, the
// previous context is made current again when it still exists. A file that
// Add made and that holds nothing any more is deleted. It is not an error if
// the entry, or the file, has gone. An entry whose cluster has another
// authority than ca is left alone.
func Remove(name string, ca []byte, found Found) error {
	if _, err := os.Stat(found.File); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	access := accessTo(found.File)
	config, err := access.GetStartingConfig()
	if err != nil {
		return fmt.Errorf("read the kubeconfig: %w", err)
	}
	if !ours(config, name, ca) {
		return nil
	}
	delete(config.Clusters, name)
	delete(config.AuthInfos, name)
	delete(config.Contexts, name)
	if config.CurrentContext == name {
		config.CurrentContext = ""
		if found.CurrentContext != name && found.knows(found.CurrentContext) {
			config.CurrentContext = found.CurrentContext
		}
	}
	if err := written(found.File, clientcmd.ModifyConfig(access, *config, false)); err != nil {
		return err
	}
	return removeIfEmpty(found)
}

// Forget takes out an entry of that name from kubectl's kubeconfig, whatever its cluster is. It is for a lab of which
// nothing else is known.
func Forget(name string) error {
	config, err := accessTo("").GetStartingConfig()
	if err != nil {
		return fmt.Errorf("read the kubeconfig: %w", err)
	}
	cluster := config.Clusters[name]
	if cluster == nil {
		return nil
	}
	found, err := Inspect("", name, cluster.CertificateAuthorityData)
	if err != nil {
		return err
	}
	return Remove(name, cluster.CertificateAuthorityData, found)
}

// removeIfEmpty deletes the file, and its folder, if Add made the file and
// nothing else has come into them.
func removeIfEmpty(found Found) error {
	if !found.Missing {
		return nil
	}
	left, err := clientcmd.LoadFromFile(found.File)
	if err != nil {
		return fmt.Errorf("read the kubeconfig: %w", err)
	}
	if len(left.Clusters)+len(left.AuthInfos)+len(left.Contexts) > 0 {
		return nil
	}
	if err := os.Remove(found.File); err != nil {
		return fmt.Errorf("remove the kubeconfig that the lab made: %w", err)
	}
	if filepath.Dir(found.File) == clientcmd.RecommendedConfigDir {
		_ = os.Remove(filepath.Dir(found.File)) // fails, rightly, when something else is in it
	}
	return nil
}

// ours says whether the entry is absent or points to the cluster with that
// authority.
func ours(config *api.Config, name string, ca []byte) bool {
	cluster, there := config.Clusters[name]
	if !there {
		_, context := config.Contexts[name]
		return !context
	}
	return string(cluster.CertificateAuthorityData) == string(ca)
}

func accessTo(file string) clientcmd.ConfigAccess {
	options := clientcmd.NewDefaultPathOptions()
	options.LoadingRules.WarnIfAllMissing = false
	if file != "" {
		options.LoadingRules.ExplicitPath = file
	}
	return options
}
