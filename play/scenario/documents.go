package scenario

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	yamlnode "go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/util/yaml"
	sigsyaml "sigs.k8s.io/yaml"
)

// documents splits a manifest as kubectl does, and remembers where each document is.
func (m *manifests) documents(path string, data []byte) (all []document) {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	reader := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
	for done := 0; ; {
		text, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			m.addIn(path, 0, err.Error())
			return all
		}
		text = bytes.Trim(text, "\n")
		if at := bytes.Index(data[done:], text); at > 0 {
			done += at
		}
		before := bytes.Count(data[:done], []byte("\n"))
		done += len(text)
		d := document{file: path, line: before + 1}
		var node yamlnode.Node
		if err := yamlnode.Unmarshal(text, &node); err != nil {
			m.syntax(path, before, err)
			continue
		}
		if len(node.Content) == 0 || node.Content[0].Tag == "!!null" {
			continue
		}
		d.line = before + node.Content[0].Line
		if d.json, err = sigsyaml.YAMLToJSONStrict(text); err != nil {
			m.syntax(path, before, err)
			continue
		}
		all = append(all, d)
	}
}
