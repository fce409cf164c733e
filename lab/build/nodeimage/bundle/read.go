package bundle

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"example.com/metrics-lab/lab/build/inventory"
)

// maxText is the size of the largest entry that is read into memory.
const maxText = 1 << 20

// check reads a whole bundle, and returns what it says of itself if all of it
// is there as it was written.
func check(r io.Reader) (About, error) {
	reader := tar.NewReader(r)
	about, sum, err := readAbout(reader)
	if err != nil {
		return About{}, err
	}
	sums := map[string]string{aboutName: sum}
	for {
		header, err := reader.Next()
		if err != nil {
			return About{}, errCut // also at an end: the sums come before it
		}
		if header.Name == sumsName {
			return about, errors.Join(checkSums(reader, sums), checkLicenses(sums))
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		hash := sha256.New()
		if _, err := io.CopyN(hash, reader, header.Size); err != nil {
			return About{}, errCut
		}
		sums[header.Name] = fmt.Sprintf("%x", hash.Sum(nil))
	}
}

func readAbout(reader *tar.Reader) (about About, sum string, err error) {
	header, err := reader.Next()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return About{}, "", errCut
	}
	if err != nil || header.Name != aboutName {
		return About{}, "", errForeign
	}
	data, err := io.ReadAll(io.LimitReader(reader, maxText))
	if err != nil {
		return About{}, "", errCut
	}
	if err := json.Unmarshal(data, &about); err != nil || about.Format != format {
		return About{}, "", errForeign
	}
	if about.Version != version {
		return About{}, "", fmt.Errorf("it has version %d of the format, and this lab knows version %d", about.Version, version)
	}
	return about, fmt.Sprintf("%x", sha256.Sum256(data)), nil
}

func checkSums(reader *tar.Reader, want map[string]string) error {
	data, err := io.ReadAll(io.LimitReader(reader, maxText))
	if err != nil {
		return errCut
	}
	var sums map[string]string
	if err := json.Unmarshal(data, &sums); err != nil || !maps.Equal(sums, want) {
		return errors.New("it is damaged: copy it again")
	}
	return nil
}

// checkLicenses: nothing is to be handed on without them.
func checkLicenses(sums map[string]string) error {
	for _, name := range inventory.Names() {
		if _, there := sums[licensesPrefix+name]; !there {
			return fmt.Errorf("it has no %s", licensesPrefix+name)
		}
	}
	return nil
}

// each calls take for each entry below a prefix, with the prefix taken off its
// name.
func each(r io.Reader, prefix string, take func(*tar.Header, io.Reader) error) error {
	for reader := tar.NewReader(r); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the bundle: %w", err)
		}
		name, below := strings.CutPrefix(header.Name, prefix)
		if !below {
			continue
		}
		header.Name = name
		if err := take(header, reader); err != nil {
			return err
		}
	}
}
