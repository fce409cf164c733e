// Package check looks whether somebody who follows the workshop is where a
// lesson ends, and says what is missing.
package check

import (
	"context"
	"fmt"
	"io"

	"example.com/metrics-lab/lab/lifecycle"
)

// lesson is what ought to be true at the end of one lesson.
type lesson struct {
	title string
	items []item
}

// item is one thing that ought to be true.
type item struct {
	// what is true then: "the HPA hpa/web reads http_requests of pods".
	what string
	// look returns nil if it is, or else an error that says what is missing and
	// what to do, in one line.
	look func(ctx context.Context, l *Learner) error
}

// Learner is who follows the workshop: with a lab, and in a checkout.
type Learner struct {
	*lifecycle.Lab
	// Root is the top folder of the repository.
	Root string
}

// NewLearner returns who follows it in the lab of a name, which is up.
func NewLearner(name, root string) (*Learner, error) {
	l, err := lifecycle.Open(name)
	return &Learner{Lab: l, Root: root}, err
}

// Run looks at each item of a lesson and prints what it sees. It is an error
// that something is missing, or that there is no such lesson.
func Run(ctx context.Context, l *Learner, number int, out io.Writer) error {
	all := lessons()
	if number < 0 || number >= len(all) {
		return fmt.Errorf("there is no lesson %d: they are 0 to %d", number, len(all)-1)
	}
	if _, err := l.Kubernetes.Discovery().ServerVersion(); err != nil {
		return fmt.Errorf("the API server of the lab %s does not answer: `make up` starts what does not run (%w)", l.Name, err)
	}
	err := all[number].run(ctx, l, number, out)
	if err != nil && number > 0 { // lesson 0 looks at it by itself
		if elsewhere := contextIsCurrent(ctx, l); elsewhere != nil {
			err = fmt.Errorf("%w; kubectl talks to another cluster: %w", err, elsewhere)
		}
	}
	return err
}

// notBefore is for what cannot be seen until something else of the list is right.
func notBefore(err error) error { return fmt.Errorf("not before what is said above: %w", err) }

func (s lesson) run(ctx context.Context, l *Learner, number int, out io.Writer) error {
	if _, err := fmt.Fprintf(out, "Lesson %d: %s\n", number, s.title); err != nil {
		return err
	}
	missing := 0
	for _, item := range s.items {
		line := "  ✓ " + item.what
		if err := item.look(ctx, l); err != nil {
			missing++
			line = fmt.Sprintf("  ✗ %s\n      %v", item.what, err)
		}
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	if missing > 0 {
		return fmt.Errorf("%d of %d are missing", missing, len(s.items))
	}
	return nil
}
