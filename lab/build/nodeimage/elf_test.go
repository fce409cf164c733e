package nodeimage

import (
	"bytes"
	"cmp"
	"debug/elf"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// elfOf returns the libraries and the loader that a program names.
func elfOf(t *testing.T, program []byte) (libraries []string, interpreter string) {
	t.Helper()
	file, err := elf.NewFile(bytes.NewReader(program))
	if err != nil {
		t.Fatal(err)
	}
	libraries, err = file.ImportedLibraries()
	if err != nil {
		t.Fatal(err)
	}
	return libraries, loader(file)
}

func anyOrder() gocmp.Option {
	return gocmp.Transformer("sort", func(in []string) []string { return slices.SortedFunc(slices.Values(in), cmp.Compare) })
}
