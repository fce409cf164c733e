package docker

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// ErrNoAnswer says that the engine has taken a question and hangs.
var ErrNoAnswer = errors.New("no answer from the engine")

// answerTimeout is how long the engine may take to answer a question.
const answerTimeout = 10 * time.Second

// Ask is Run for a question, which a sound engine answers at once. When it has not
// within ten seconds, the error is ErrNoAnswer.
func Ask(ctx context.Context, args ...string) (string, error) {
	return ask(ctx, answerTimeout, args)
}

func ask(ctx context.Context, timeout time.Duration, args []string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("%w within %s", ErrNoAnswer, timeout))
	defer cancel()
	return Run(ctx, args...)
}

// Has says whether there is what the arguments inspect: "image", "inspect", NAME.
func Has(ctx context.Context, args ...string) (bool, error) {
	_, err := Ask(ctx, args...)
	if ctx.Err() != nil || errors.Is(err, ErrNoAnswer) {
		return false, err
	}
	return err == nil, nil
}

// Answers returns one line that says why Docker cannot be asked, or nil.
func Answers(ctx context.Context) error {
	if _, err := exec.LookPath("docker"); err != nil {
		return errors.New("there is no docker command")
	}
	if _, err := Ask(ctx, "version", "--format", "{{.Server.Version}}"); err != nil {
		return fmt.Errorf("the Docker engine does not answer: %w", err)
	}
	return nil
}
