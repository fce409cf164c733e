// Package report shows how a play went: as a page, a picture, a table of all numbers, or a chart in the terminal. It shows
// one result, or two over each other.
package report
