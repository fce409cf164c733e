package check

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// production is where the attendee's overlay is.
const production = "workshop/answers/production"

// overlay is the attendee's, which is on disk.
type overlay struct{ objects resmap.ResMap }

// build builds it the first time: kustomize warns at each build.
func (o *overlay) build(root string) (resmap.ResMap, error) {
	if o.objects != nil {
		return o.objects, nil
	}
	dir := filepath.Join(root, filepath.FromSlash(production))
	if _, err := os.Stat(dir); err != nil {
		return nil, errors.New("it is not there: exercise 2 makes it")
	}
	objects, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		return nil, fmt.Errorf("kubectl kustomize %s fails: type it to see why", production)
	}
	o.objects = objects
	return objects, nil
}

func (o *overlay) hasAnImage(_ context.Context, l *Learner) error {
	objects, err := o.build(l.Root)
	if err != nil {
		return err
	}
	for _, object := range objects.Resources() {
		if object.GetKind() != "Deployment" {
			continue
		}
		data, err := object.AsYAML()
		if err != nil {
			return err
		}
		var deployment appsv1.Deployment
		if err := yaml.Unmarshal(data, &deployment); err != nil {
			return err
		}
		return hasOwnImage(deployment)
	}
	return errors.New("it has no Deployment: build on manifests/overlays/production")
}

func hasOwnImage(deployment appsv1.Deployment) error {
	replicas := deployment.Spec.Replicas
	if replicas == nil || *replicas < 2 {
		return errors.New("it has one replica: manifests/overlays/production has two")
	}
	for _, container := range deployment.Spec.Template.Spec.Containers {
		for _, placeholder := range []string{"metrics-lab/", "registry.example.com/"} {
			if strings.HasPrefix(container.Image, placeholder) {
				return fmt.Errorf("its image is %s, which is in no registry", container.Image)
			}
		}
	}
	return nil
}

func (o *overlay) isExternal(_ context.Context, l *Learner) error {
	objects, err := o.build(l.Root)
	if err != nil {
		return err
	}
	var served []string
	for _, object := range objects.Resources() {
		if object.GetKind() == "APIService" {
			served = append(served, object.GetName())
		}
	}
	if want := []string{"v1beta1." + externalMetrics}; !slices.Equal(want, served) {
		return fmt.Errorf("it has the APIServices %v, want %v", served, want)
	}
	return nil
}
