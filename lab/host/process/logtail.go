package process

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
)

// nothing is for a log that does not explain anything.
const nothing = "its log does not say why"

// tailBytes is as much of a log's end as is read to explain a failure.
const tailBytes = 16 << 10

// afterwards is how many lines without an error a program may write after the error
// that ended it. If there are more, that error did not end it.
const afterwards = 20

// LastError returns what a program's log most likely says of why it ended: the
// last line that was written as an error, without what klog and JSON put around
// it, unless the program has lived on afterwards, or else the last line, unless
// that was written as something else.
func LastError(logFile string) string { return LastErrorIn(tail(logFile)) }

// LastErrorIn is LastError for a log that was read already, or the end of one.
func LastErrorIn(log []byte) string {
	var lines []string
	for _, line := range bytes.Split(log, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			lines = append(lines, string(line))
		}
	}
	ordinary := 0
	for _, line := range slices.Backward(lines) {
		message, isError := parse(line)
		if isError && ordinary <= afterwards {
			return message
		}
		if message != line { // it has a header, unlike a line of a stack
			ordinary++
		}
	}
	if len(lines) == 0 {
		return nothing
	}
	last := lines[len(lines)-1]
	if message, _ := parse(last); message != last {
		return nothing
	}
	return last
}

// LastLine returns the last line of a log, without what klog and JSON put around it.
func LastLine(logFile string) string {
	lines := strings.Split(strings.TrimSpace(string(tail(logFile))), "\n")
	message, _ := parse(strings.TrimSpace(lines[len(lines)-1]))
	return message
}

// parse takes a log line apart: klog's, JSON as etcd and kwokctl write it, or
// plain text.
func parse(line string) (message string, isError bool) {
	var entry struct{ Level, Msg, Error, Err string }
	if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg != "" {
		message = strings.TrimSuffix(entry.Msg+": "+entry.Error+entry.Err, ": ")
		level := strings.ToLower(entry.Level)
		return message, level == "error" || level == "fatal" || level == "panic"
	}
	if header, message, found := strings.Cut(line, "] "); found && isKlog(header) {
		return message, header[0] == 'E' || header[0] == 'F'
	}
	for _, prefix := range []string{"error:", "Error:", "panic:", "metrics-adapter:"} {
		if strings.HasPrefix(line, prefix) {
			return line, true
		}
	}
	return line, false
}

// isKlog knows klog's header by its beginning: a letter, the month and the day.
func isKlog(header string) bool {
	return len(header) > 5 && strings.ContainsRune("IWEF", rune(header[0])) && strings.Trim(header[1:5], "0123456789") == ""
}

func tail(logFile string) []byte {
	f, err := os.Open(logFile)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err == nil && info.Size() > tailBytes {
		_, _ = f.Seek(-tailBytes, io.SeekEnd)
	}
	data, _ := io.ReadAll(io.LimitReader(f, tailBytes))
	return data
}
