// Command sbom writes the SBOM and the licence texts of compiled programs into a folder:
//
//	go run ./scripts/sbom -name metrics-adapter out/licenses out/metrics-adapter
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"example.com/metrics-lab/lab/build/inventory"
)

func main() {
	name := flag.String("name", "", "what the programs are in: the name of an image")
	version := flag.String("version", "", "and its version")
	flag.Parse()
	if *name == "" || flag.NArg() < 2 {
		fmt.Fprintln(os.Stderr, "usage: sbom -name NAME [-version VERSION] FOLDER PROGRAM...")
		os.Exit(2)
	}
	if err := run(context.Background(), *name, *version, ".", flag.Arg(0), flag.Args()[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, name, version, root, folder string, programs []string) error {
	made, err := inventory.Of(name, version, programs...)
	if err != nil {
		return err
	}
	if err := made.Write(ctx, root, folder); err != nil {
		return err
	}
	fmt.Printf("%s: %s of %d programs\n", folder, strings.Join(inventory.Names(), " and "), len(programs))
	return nil
}
