package objects

import (
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// followed is a selection that is followed in a namespace, by those who look for the same.
type followed struct {
	namespace string
	selection *Selection
	followers int
}

// follows are what is followed among the objects of each resource, whether they are watched yet or not.
type follows map[schema.GroupResource]map[string]*followed

// key cannot be that of another namespace: its name has no blank.
func key(namespace string, s *Selection) string { return namespace + " " + s.text }

// Follow has the views of a namespace have the members of a selection at hand, until Unfollow is called as often.
func (s *Informers) Follow(resource schema.GroupResource, namespace string, selection *Selection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.follows[resource] == nil {
		s.follows[resource] = make(map[string]*followed)
	}
	f := s.follows[resource][key(namespace, selection)]
	if f == nil {
		f = &followed{namespace: namespace, selection: selection}
		s.follows[resource][key(namespace, selection)] = f
		s.eachLocked(resource, func(objects *store) {
			objects.change(namespace, func(v View) View { return v.Following(selection) })
		})
	}
	f.followers++
}

// Unfollow undoes one Follow.
func (s *Informers) Unfollow(resource schema.GroupResource, namespace string, selection *Selection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.follows[resource][key(namespace, selection)]
	if f.followers--; f.followers > 0 {
		return
	}
	delete(s.follows[resource], key(namespace, selection))
	if len(s.follows[resource]) == 0 {
		delete(s.follows, resource)
	}
	s.eachLocked(resource, func(objects *store) {
		objects.change(namespace, func(v View) View { return v.NotFollowing(selection) })
	})
}

// eachLocked does something with the objects of a resource, in each version of it that is watched.
func (s *Informers) eachLocked(resource schema.GroupResource, do func(*store)) {
	s.running.Range(func(gvr, i any) bool {
		if gvr.(schema.GroupVersionResource).GroupResource() == resource {
			do(i.(*informer).objects)
		}
		return true
	})
}

// newStoreLocked makes the store of a resource, which follows what is to be followed.
func (s *Informers) newStoreLocked(resource schema.GroupResource) *store {
	objects := &store{}
	for _, f := range s.follows[resource] {
		objects.change(f.namespace, func(v View) View { return v.Following(f.selection) })
	}
	return objects
}
