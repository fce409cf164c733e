// Package index holds what many requests look for while it changes. Its types never change themselves: whoever changes
// something makes another value, which shares with the one before what is the same, and has readers take that one from now
// on. So a reader waits for nobody, and what it looks at stays as it is.
package index
