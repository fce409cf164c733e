package pages

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"mvdan.cc/sh/v3/syntax"
)

// Limit is how long a command may take.
const Limit = 5 * time.Minute

// Anything stands for any text in a line that is shown, and alone for any number of
// lines.
const Anything = "…"

const prompt = "$ "

// Console is a block of commands.
type Console struct {
	Commands []Command
	// Cluster is the kind of cluster that the block is for, or empty.
	Cluster string
	// Needs is the program that whoever types the block has installed, or empty:
	// one that is not among what the lab brings.
	Needs string
	// Until is how long the only command is repeated until it prints what is
	// shown; Watch how long it may run until it has, to be interrupted then. At
	// most one of them is set.
	Until, Watch time.Duration
	// Exit is the exit code of the last command.
	Exit int
}

// Command is what is to be typed, and what it prints.
type Command struct {
	Line int
	// Text has a newline where the page has one.
	Text string
	// Output is what is shown, without blank lines at the end; none if nothing is.
	Output []Line
}

func (r *reader) console(block Block, attributes map[string]string) *Console {
	c := &Console{Commands: r.commands(block)}
	if len(c.Commands) == 0 {
		r.add(block.Line, "there is no command: one begins with %q", prompt)
	}
	for key, value := range attributes {
		switch key {
		case "cluster":
			c.Cluster = value
			if value != "kind" && value != "embedded" {
				r.add(block.Line, "cluster=%s is neither kind nor embedded", value)
			}
		case "needs":
			c.Needs = value
		case "until":
			c.Until = r.duration(block, key, value)
		case "watch":
			c.Watch = r.duration(block, key, value)
		case "exit":
			code, err := strconv.Atoi(value)
			if err != nil || code < 1 || code > 255 {
				r.add(block.Line, "exit=%s is not an exit code of 1 to 255", value)
			}
			c.Exit = code
		}
	}
	r.checkConsole(block, c)
	return c
}

func (r *reader) checkConsole(block Block, c *Console) {
	if c.Until == 0 && c.Watch == 0 {
		return
	}
	switch {
	case c.Until > 0 && c.Watch > 0:
		r.add(block.Line, "a block has until or watch, not both")
	case len(c.Commands) > 1:
		r.add(block.Line, "a block with until or watch has one command, not %d", len(c.Commands))
	case len(c.Commands) == 1 && len(c.Commands[0].Output) == 0:
		r.add(block.Line, "a block with until or watch shows what the command prints")
	case c.Watch > 0 && c.Exit > 0:
		r.add(block.Line, "a command that is interrupted has no exit code")
	}
}

func (r *reader) duration(block Block, key, value string) time.Duration {
	d, err := time.ParseDuration(value)
	if err != nil || d <= 0 || d > Limit {
		r.add(block.Line, "%s=%s is not a duration of up to %s, such as 60s", key, value, Limit)
	}
	return d
}

// commands takes the lines of a block apart.
func (r *reader) commands(block Block) []Command {
	var commands []Command
	for lines := block.Lines; len(lines) > 0; {
		text, ok := strings.CutPrefix(lines[0].Text, prompt)
		if !ok {
			r.add(lines[0].Number, "this is neither a command, which begins with %q, nor what one prints", prompt)
			lines = lines[1:]
			continue
		}
		c := Command{Line: lines[0].Number, Text: text}
		lines = r.complete(&c, lines[1:])
		for len(lines) > 0 && !strings.HasPrefix(lines[0].Text, prompt) {
			c.Output, lines = append(c.Output, lines[0]), lines[1:]
		}
		c.Output = trim(c.Output)
		commands = append(commands, c)
	}
	return commands
}

// complete adds lines to the command as long as bash would ask for more, and
// returns the others.
func (r *reader) complete(c *Command, lines []Line) []Line {
	for {
		more, err := incomplete(c.Text)
		if more && len(lines) > 0 {
			c.Text += "\n" + lines[0].Text
			lines = lines[1:]
			continue
		}
		if err != nil {
			r.add(c.Line, "this is not a whole command: %v", err)
		}
		return lines
	}
}

// incomplete says whether bash would ask for another line, and what is wrong with
// the command if there is none.
func incomplete(command string) (more bool, err error) {
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.KeepComments(true)).Parse(strings.NewReader(command+"\n"), "")
	backslash := (len(command)-len(strings.TrimRight(command, `\`)))%2 == 1
	if err != nil { // a line of a quoted here-document with a backslash at its end hides that it is incomplete
		return syntax.IsIncomplete(err) || strings.Contains(err.Error(), "unclosed here-document"), err
	}
	if !backslash {
		return false, nil
	}
	continued := true
	syntax.Walk(file, func(node syntax.Node) bool { // in a comment it does not mean anything
		if comment, ok := node.(*syntax.Comment); ok && int(comment.End().Offset()) >= len(command) {
			continued = false
		}
		return true
	})
	if continued {
		return true, errors.New("it goes on after the backslash")
	}
	return false, nil
}

// trim takes blank lines off the end.
func trim(lines []Line) []Line {
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1].Text) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
