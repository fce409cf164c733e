package scenario

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Limits of what is read. They are there for files that are not what they seem to be.
const (
	maxFile         = 4 << 20  // bytes of a scenario file, and of a manifest
	maxTrace        = 64 << 20 // bytes of a trace
	maxPoints       = 1_000_000
	maxTests        = 1000
	maxHPAs         = 2000
	maxElements     = 1000 // of workloads, metrics, expectations and manifests
	maxReplicas     = 100_000
	maxLooks        = 10_000_000 // at all HPAs, in one test
	maxCurve        = 100_000    // points in a scenario file
	manifestExample = "[../deploy/hpa.yaml]"
)

// File is a scenario file, ready to be played.
type File struct {
	// Path is how it was called.
	Path  string
	Tests []Test
}

// Load reads a scenario file and all that it names. Manifests that are given beside it take the places of what it names: an HPA
// that of the one with its name or its target, a workload that of the one with its name. What is wrong is in Errors.
func Load(path string, given ...string) (*File, error) {
	r := &report{file: path}
	data, err := readFile(path, maxFile)
	if err != nil {
		r.add(0, "%v", err)
		return nil, r.err()
	}
	return decode(r, data, given...)
}

// decode reads a scenario file of a report's path.
func decode(r *report, data []byte, given ...string) (*File, error) {
	document := r.document(data)
	if err := r.err(); err != nil {
		return nil, err
	}
	f := cursor{report: r}.at("the file", document).fields("manifests", "controller", "tests")
	s := &suite{file: r.file, manifests: &manifests{report: r, dir: filepath.Dir(r.file)}}
	if len(given) == 0 {
		f.need("manifests", manifestExample)
	}
	s.manifests.read(f.get("manifests"))
	s.manifests.give(given)
	s.controller = controller(f.get("controller"))
	file := &File{Path: r.file}
	tests := f.need("tests", "[{name: a flash crowd, duration: 30m}]")
	names := map[string]int{}
	for _, c := range tests.list("a test", maxTests) {
		test := s.test(c)
		if at := names[test.Name]; at != 0 && test.Name != "" {
			c.wrong("a test named %q is in line %d already: give each a name of its own", test.Name, at)
		}
		names[test.Name] = c.line
		file.Tests = append(file.Tests, test)
	}
	if tests.sequence() && len(file.Tests) == 0 {
		tests.wrong("there are no tests: write one, such as - {name: a flash crowd, duration: 30m}")
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return file, nil
}

// document reads the only document of a file.
func (r *report) document(data []byte) *yaml.Node {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF) || err == nil && len(document.Content) == 0:
		r.add(0, "the file is empty: write manifests: %s and tests", manifestExample)
		return nil
	case err != nil:
		r.syntax(r.file, 0, err)
		return nil
	}
	switch err := decoder.Decode(&second); {
	case err == nil:
		r.add(second.Line, "a second document begins here: write one in each scenario file")
	case !errors.Is(err, io.EOF):
		r.syntax(r.file, 0, err)
	}
	return document.Content[0]
}

// syntaxLine is where YAML's libraries say the line.
var syntaxLine = regexp.MustCompile(`^(?:error converting YAML to JSON: )?yaml: (?:unmarshal errors:\s*)?line (\d+): (.*)`)

// syntax reports an error of a YAML library; before is how many lines of the file come before what it has read.
func (r *report) syntax(file string, before int, err error) {
	line, message := before+1, err.Error()
	if found := syntaxLine.FindStringSubmatch(message); found != nil {
		n, _ := strconv.Atoi(found[1]) // digits
		line, message = before+n, "yaml: "+found[2]
	}
	r.addIn(file, line, message)
}
