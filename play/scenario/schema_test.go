package scenario

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// editorSchema is the one for editors.
func editorSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	made, err := jsonschema.NewCompiler().Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestSchemaAcceptsExamples, also the bad ones that have the right form: an editor that underlines what is right is worse than
// none. It refuses the others.
func TestSchemaAcceptsExamples(t *testing.T) {
	t.Parallel()
	s := editorSchema(t)
	paths, err := Find([]string{"testdata/web.yaml", "testdata/all.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var content any
		if err := yaml.Unmarshal(data, &content); err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(content); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestSchemaRefusesBadFiles(t *testing.T) {
	t.Parallel()
	s := editorSchema(t)
	for _, row := range badFiles() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var content any
			if err := yaml.Unmarshal([]byte(row.file), &content); err != nil || content == nil {
				t.Skip("it is not YAML")
			}
			if err := s.Validate(content); (err != nil) != row.schema {
				t.Errorf("refused by the schema: want %t, got %v", row.schema, err)
			}
		})
	}
}

// TestSchemaHasAllFields: what the decoder knows, the schema knows.
func TestSchemaHasAllFields(t *testing.T) {
	t.Parallel()
	schema, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range regexp.MustCompile(`\.fields\(([^)]*)\)`).FindAllSubmatch(code, -1) {
			for _, name := range regexp.MustCompile(`"(\w+)"`).FindAllSubmatch(call[1], -1) {
				known++
				if !bytes.Contains(schema, append(bytes.Clone(name[0]), ": "...)) {
					t.Errorf("%s has the field %s, and schema.json has not", file, name[0])
				}
			}
		}
	}
	if known < 20 {
		t.Errorf("only %d fields were found", known)
	}
}
