//go:build ruleguard

// Package lintrules has what `make verify` looks for and no linter knows. The language of the rules is that of
// https://github.com/quasilyte/go-ruleguard. They are read, and never compiled.
package lintrules

import "github.com/quasilyte/go-ruleguard/dsl"

// nilWrapped finds an error that is wrapped where it may be nil: `err != nil || len(nodes) == 0` with one
// fmt.Errorf("…: %w", err) for both prints %!w(<nil>).
func nilWrapped(m dsl.Matcher) {
	m.Match(
		`if $err != nil || $_ { $*_; return $*_, fmt.Errorf($*_, $err) }`,
		`if $_ || $err != nil { $*_; return $*_, fmt.Errorf($*_, $err) }`,
		`if $*_; $err != nil || $_ { $*_; return $*_, fmt.Errorf($*_, $err) }`,
		`if $*_; $_ || $err != nil { $*_; return $*_, fmt.Errorf($*_, $err) }`,
		`if $err != nil || $_ { $*_; return fmt.Errorf($*_, $err) }`,
		`if $_ || $err != nil { $*_; return fmt.Errorf($*_, $err) }`,
	).Report("$err may be nil here, and would be printed as %!w(<nil>): tell the two cases apart")
}
