package checkout

import "context"

// Git runs git in a folder and returns what it prints. An error has what git says
// of it.
func Git(ctx context.Context, dir string, args ...string) (string, error) {
	return git(ctx, dir, args...)
}
