package console

import (
	"io"
	"os"
	"regexp"

	"golang.org/x/term"
)

// isTerminal says whether a person looks at what is written to a file.
func isTerminal(file *os.File) bool { return term.IsTerminal(int(file.Fd())) }

// widthOf is how many characters a line of a terminal holds.
func widthOf(terminal *os.File) int {
	width, _, err := term.GetSize(int(terminal.Fd()))
	if err != nil || width < 20 { // some tell none
		return 80
	}
	return width
}

// Paint returns a writer to a file that gives a colour to the words that begin a line and
// say how things stand, such as ✓ and PROBLEM. It does so where a terminal shows colours
// and NO_COLOR (https://no-color.org) is not set. Each write has to hold whole lines.
func Paint(file *os.File) io.Writer {
	if !isTerminal(file) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return file
	}
	return painter{file}
}

type painter struct{ out io.Writer }

func (p painter) Write(data []byte) (int, error) {
	_, err := io.WriteString(p.out, paint(string(data)))
	return len(data), err
}

// The colours are those of SGR, ECMA-48 section 8.3.117.
const (
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	plain  = "\x1b[0m"
)

var marks = regexp.MustCompile(`(?m)^(\r\x1b\[K)?( *)(✓|✗|PROBLEM:|error:|note:|All is well\.)`)

func paint(text string) string {
	return marks.ReplaceAllStringFunc(text, func(found string) string {
		part := marks.FindStringSubmatch(found)
		return part[1] + part[2] + colourOf(part[3]) + part[3] + plain
	})
}

func colourOf(mark string) string {
	switch mark {
	case "✓", "All is well.":
		return green
	case "note:":
		return yellow
	default:
		return red
	}
}
