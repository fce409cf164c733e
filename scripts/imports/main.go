// Command imports draws which folder imports which, from the code, in the form of
// Mermaid (https://mermaid.js.org), and puts the picture into a page in place of the
// one that is there:
//
//	go run ./scripts/imports README.md
//
// Its tests hold the rules: imports go one way, and what is below knows nothing of what
// is above.
package main

import (
	"context"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: imports PAGE")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, page string) error {
	all, err := listed(ctx)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(page)
	if err != nil {
		return fmt.Errorf("read the page: %w", err)
	}
	changed, err := withPicture(string(text), picture(all))
	if err != nil {
		return fmt.Errorf("%s: %w", page, err)
	}
	if err := os.WriteFile(page, []byte(changed), 0o644); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}
