package peers

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// WriteJSON writes what was measured to a file, and makes its folder.
func WriteJSON(file string, measured any) error {
	data, err := json.MarshalIndent(measured, "", "  ")
	if err := cmp.Or(err, os.MkdirAll(filepath.Dir(file), 0o755)); err != nil {
		return fmt.Errorf("write the numbers: %w", err)
	}
	return os.WriteFile(file, append(data, '\n'), 0o600)
}
