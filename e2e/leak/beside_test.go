package leak

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/util/rand"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/demo"
	"example.com/metrics-lab/lab/lifecycle"
)

// TestBeside: runs at the same moment do not get in each other's way, nor in
// that of a developer's lab, whose context is in the kubeconfig. Where there is
// kind, two of them are on kind and one is not.
func TestBeside(t *testing.T) {
	p := newPlace(t)
	name := "dev-" + rand.String(6)
	up(t, p, name)
	was, before := processes(t, name), p.look(t.Context(), t)

	runs := []*running{p.start(t, nil, "-test.run=TestLab"), p.start(t, nil, "-test.run=TestLab")}
	if *cluster == lifecycle.Kind {
		runs = append(runs, p.start(t, nil, "-test.run=TestLab", "-cluster=embedded"))
	}
	var labs []string
	for _, r := range runs {
		if exit := r.end(t, madeTimeout); exit != "exit status 0" {
			t.Errorf("a run ended with %s", exit)
		}
		labs = append(labs, r.lab())
	}
	p.nothingLeft(t, before, labs...)
	if diff := cmp.Diff(was, processes(t, name)); diff != "" {
		t.Errorf("processes of the developer's lab (-before +after)\n%s", diff)
	}
	status, err := lifecycle.Look(t.Context(), name)
	if err != nil || len(status.Problems) > 0 || status.Demo == "" || status.Demo == "not deployed" {
		t.Errorf("the developer's lab is %+v, %v", status, err)
	}
}

// TestUpTwiceAtOnce: two commands that make the same lab make it once, and both have it.
func TestUpTwiceAtOnce(t *testing.T) {
	only(t, lifecycle.Embedded)
	t.Parallel()
	p := newPlace(t)
	name := "twice-" + rand.String(6)
	p.formatKubeconfig(t)
	before := p.look(t.Context(), t)
	t.Cleanup(func() {
		down(context.WithoutCancel(t.Context()), t, name)
		p.nothingLeft(t, before, name)
	})
	addresses := make(chan string)
	for range 2 {
		go func() {
			made, err := lifecycle.Up(t.Context(), lifecycle.Options{
				Name: name, Cluster: lifecycle.Embedded, Root: root, Kubeconfig: p.kubeconfig(),
			}, console.New(os.Stderr))
			if err != nil {
				t.Error(err)
				addresses <- ""
				return
			}
			addresses <- made.Config.Host
		}()
	}
	if one, other := <-addresses, <-addresses; one != other {
		t.Errorf("one lab is at %s, the other at %s", one, other)
	}
}

// up makes a developer's lab with the demo in it, as `lab up` does. It is on
// the embedded cluster.
func up(t *testing.T, p *place, name string) {
	t.Helper()
	t.Cleanup(func() { down(context.WithoutCancel(t.Context()), t, name) })
	made, err := lifecycle.Up(t.Context(), lifecycle.Options{
		Name: name, Cluster: lifecycle.Embedded, Root: root, Kubeconfig: p.kubeconfig(),
	}, console.New(os.Stderr))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := demo.Run(t.Context(), root, made.Clients); err != nil {
		t.Fatal(err)
	}
}

func down(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	if _, err := lifecycle.Remove(ctx, name, console.New(os.Stderr)); err != nil {
		t.Error(err)
	}
}
