package docker

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
)

// layers are the layers of an image that is pulled, by their names, as far as docker
// has said.
type layers map[string]layer

type layer struct {
	status      string
	have, total float64 // bytes
}

// aLayer is what docker says about a layer: "5f70bf18a086: Downloading [=>  ]  1.2MB/290MB".
var aLayer = regexp.MustCompile(`^([0-9a-f]{12}): ([A-Z][A-Za-z ]*[a-z])(?:.*?([\d.]+)\s?([kMG]?B)/([\d.]+)\s?([kMG]?B))?`)

// take takes what docker says, and returns whether it shows that something has arrived
// or was unpacked.
func (l layers) take(said string) bool {
	found := aLayer.FindStringSubmatch(said)
	if found == nil {
		return false
	}
	name, now := found[1], l[found[1]]
	before := now
	now.status = found[2]
	switch now.status {
	case "Downloading":
		if found[3] != "" {
			now.have, now.total = bytesOf(found[3], found[4]), bytesOf(found[5], found[6])
		}
	case "Retrying in":
		now.status = before.status
	case "Waiting", "Pulling fs layer":
	default: // it has arrived
		now.have = now.total
	}
	l[name] = now
	// What is unpacked comes with a size, too, which is not kept.
	return now != before || now.status == "Extracting"
}

// String is how far the pull is, in megabytes. Of a layer that waits, docker does not
// know the size.
func (l layers) String() string {
	var have, total float64
	waiting := len(l) == 0
	for _, layer := range l {
		have += layer.have
		total += layer.total
		waiting = waiting || layer.status == "Waiting" || layer.status == "Pulling fs layer"
	}
	switch {
	case len(l) == 0:
		return "waiting for the registry"
	case waiting || total == 0:
		return fmt.Sprintf("%.0f MB have arrived", have/1e6)
	case have < total:
		return fmt.Sprintf("%.0f of %.0f MB have arrived", have/1e6, total/1e6)
	}
	return fmt.Sprintf("%.0f MB have arrived, and are unpacked", total/1e6)
}

// bytesOf is a number of bytes as docker writes it: 1.2MB is 1.2 million.
func bytesOf(number, unit string) float64 {
	n, _ := strconv.ParseFloat(number, 64) // the pattern lets nothing through but digits and dots
	switch unit {
	case "kB":
		return n * 1e3
	case "MB":
		return n * 1e6
	case "GB":
		return n * 1e9
	}
	return n
}

// cursor is a command that moves the cursor of a terminal: ESC [ 1 A.
var cursor = regexp.MustCompile(`^\x1b\[[0-9;?]*[A-Za-z]`)

// splitParts is a bufio.SplitFunc that yields the text between the ends of lines and the
// commands of a terminal.
func splitParts(data []byte, atEOF bool) (advance int, part []byte, err error) {
	end := bytes.IndexAny(data, "\r\n\x1b")
	switch {
	case len(data) == 0:
		return 0, nil, nil
	case end < 0 && atEOF:
		return len(data), data, nil
	case end < 0:
		return 0, nil, nil
	case data[end] != '\x1b':
		return end + 1, data[:end], nil
	}
	if found := cursor.Find(data[end:]); found != nil {
		return end + len(found), data[:end], nil
	}
	if atEOF || len(data)-end > 20 {
		return end + 1, data[:end], nil // no command that docker uses
	}
	return 0, nil, nil
}
