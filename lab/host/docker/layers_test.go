package docker

import (
	"bufio"
	"slices"
	"strings"
	"testing"
)

func TestLayers(t *testing.T) {
	t.Parallel()
	l := layers{}
	for _, row := range []struct {
		said     string
		arrives  bool
		progress string
	}{
		{"v1.37.0: Pulling from kindest/node", false, "waiting for the registry"},
		{"5f70bf18a086: Pulling fs layer", true, "0 MB have arrived"},
		{"0123456789ab: Waiting", true, "0 MB have arrived"},
		{"5f70bf18a086: Downloading [=>                     ]  1.049MB/290MB", true, "1 MB have arrived"},
		{"5f70bf18a086: Downloading [=>                     ]  1.049MB/290MB", false, "1 MB have arrived"},
		{"5f70bf18a086: Retrying in 5 seconds", false, "1 MB have arrived"},
		{"5f70bf18a086: Retrying in 4 seconds", false, "1 MB have arrived"},
		{"0123456789ab: Downloading     500kB/10.5MB", true, "2 of 300 MB have arrived"},
		{"0123456789ab: Download complete", true, "12 of 300 MB have arrived"},
		{"5f70bf18a086: Downloading [=====================> ]  289.6MB/290MB", true, "300 of 300 MB have arrived"},
		{"5f70bf18a086: Verifying Checksum", true, "300 MB have arrived, and are unpacked"},
		{"5f70bf18a086: Extracting [==>                    ]  33.42MB/290MB", true, "300 MB have arrived, and are unpacked"},
		{"5f70bf18a086: Extracting [===>                   ]  34.98MB/290MB", true, "300 MB have arrived, and are unpacked"},
		{"5f70bf18a086: Extracting 12 s", true, "300 MB have arrived, and are unpacked"},
		{"5f70bf18a086: Pull complete", true, "300 MB have arrived, and are unpacked"},
		{"Digest: sha256:5f70bf18a0865f70bf18a0865f70bf18a0865f70bf18a0865f70bf18a0865f70", false, "300 MB have arrived, and are unpacked"},
	} {
		if arrives := l.take(row.said); arrives != row.arrives || l.String() != row.progress {
			t.Errorf("%s: got %t, %q; want %t, %q", row.said, arrives, l, row.arrives, row.progress)
		}
	}
}

func TestSplitParts(t *testing.T) {
	t.Parallel()
	scanner := bufio.NewScanner(strings.NewReader("one\r\n\x1b[1A\x1b[2K\rtwo: [=>]\x1b[1B\x1b7three\x1b[?25l\nfour"))
	scanner.Split(splitParts)
	var got []string
	for scanner.Scan() {
		if scanner.Text() != "" {
			got = append(got, scanner.Text())
		}
	}
	if want := []string{"one", "two: [=>]", "7three", "four"}; !slices.Equal(got, want) || scanner.Err() != nil {
		t.Errorf("got %q, %v; want %q", got, scanner.Err(), want)
	}
}
