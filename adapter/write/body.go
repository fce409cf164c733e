package write

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// howToWrite ends each message about a body that holds no value.
const howToWrite = `write the value as a JSON string or number: "300m"`

// parseBody reads a value. The whole body is read before any of it is looked at, so that one that is too large is
// refused for that, whatever it begins with.
func parseBody(body io.Reader) (resource.Quantity, error) {
	data, err := io.ReadAll(body)
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		message := fmt.Sprintf("the body has more than %d bytes: %s", tooLarge.Limit, howToWrite)
		return resource.Quantity{}, apierrors.NewRequestEntityTooLargeError(message)
	}
	if err != nil {
		return resource.Quantity{}, apierrors.NewBadRequest(fmt.Sprintf("read the body: %v", err))
	}
	text, err := valueText(data)
	if err != nil {
		return resource.Quantity{}, apierrors.NewBadRequest(err.Error())
	}
	value, err := v1alpha1.ParseValue(text)
	if err != nil {
		return resource.Quantity{}, apierrors.NewBadRequest(err.Error())
	}
	return value, nil
}

// valueText returns the text of a JSON string, or of a JSON number as it is written: no float comes between.
func valueText(data []byte) (string, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); errors.Is(err, io.EOF) {
		return "", fmt.Errorf("the body is empty: %s", howToWrite)
	} else if err != nil {
		return "", fmt.Errorf("the body is not JSON: %w: %s", err, howToWrite)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("the body goes on after the value: %s", howToWrite)
	}
	switch value := value.(type) {
	case string:
		return value, nil
	case json.Number:
		return value.String(), nil
	}
	return "", fmt.Errorf("the body is neither a string nor a number: %s", howToWrite)
}
