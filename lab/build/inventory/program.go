package inventory

import (
	"crypto/sha256"
	"debug/buildinfo"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
)

// Program is a compiled program, and what the go command has noted in it.
type Program struct {
	// Name is that of its file.
	Name string
	// Path is the import path of its main package.
	Path string
	// SHA256 is the digest of the file, in hexadecimal.
	SHA256 string
	// Modules are those that it is compiled from. The first is that of its main package, the last Go's standard library.
	Modules []Module
}

// Module is a version of a Go module.
type Module struct {
	// Path is its path, or standardLibrary.
	Path string
	// Version is empty for the repository itself.
	Version string
	// Sum is its checksum as go.sum has it: "h1:..."; the repository itself and the standard library have none.
	Sum string
}

// standardLibrary is what other tools call it, too.
const standardLibrary = "std"

// Read reads a compiled program.
func Read(file string) (Program, error) {
	info, err := buildinfo.ReadFile(file)
	if err != nil {
		return Program{}, fmt.Errorf("read what a program is compiled from: %w", err)
	}
	modules, err := modulesOf(info)
	if err != nil {
		return Program{}, fmt.Errorf("read what %s is compiled from: %w", file, err)
	}
	sum, err := digest(file)
	return Program{Name: filepath.Base(file), Path: info.Path, SHA256: sum, Modules: modules}, err
}

func modulesOf(info *debug.BuildInfo) ([]Module, error) {
	modules := []Module{{Path: info.Main.Path, Version: info.Main.Version, Sum: info.Main.Sum}}
	if info.Main.Sum == "" { // compiled from a folder
		modules[0].Version = ""
	}
	for _, from := range info.Deps {
		if from.Replace != nil {
			from = from.Replace
		}
		if from.Sum == "" {
			return nil, fmt.Errorf("nothing says what is in %s: it has no checksum, since a folder takes its place", from.Path)
		}
		modules = append(modules, Module{Path: from.Path, Version: from.Version, Sum: from.Sum})
	}
	return append(modules, Module{Path: standardLibrary, Version: info.GoVersion}), nil
}

func digest(file string) (string, error) {
	in, err := os.Open(file)
	if err != nil {
		return "", fmt.Errorf("read a program: %w", err)
	}
	defer func() { _ = in.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, in); err != nil {
		return "", fmt.Errorf("read a program: %w", err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}
