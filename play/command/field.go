package command

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/runtime"

	"example.com/metrics-lab/play/engine"
)

// maxValues is how many values one field may have in a sweep.
const maxValues = 200

// field is one that a sweep changes, with its values.
type field struct {
	path   string
	values []string // as in JSON
}

// parseField reads FIELD=FROM..TO:STEP and FIELD=A,B,C.
func parseField(text string) (field, error) {
	path, values, ok := strings.Cut(text, "=")
	path = strings.TrimPrefix(strings.TrimSpace(path), "spec.")
	if !ok || path == "" || values == "" {
		return field{}, fmt.Errorf("--sweep %q does not fit: write a field of the HPA's spec and its values, such as maxReplicas=5,10,20 or behavior.scaleDown.stabilizationWindowSeconds=0..600:60", text)
	}
	f := field{path: path}
	if from, rest, isRange := strings.Cut(values, ".."); isRange {
		numbers, err := steps(from, rest)
		if err != nil {
			return field{}, fmt.Errorf("--sweep %q: %w", text, err)
		}
		f.values = numbers
		return f, nil
	}
	for value := range strings.SplitSeq(values, ",") {
		value = strings.TrimSpace(value)
		if !json.Valid([]byte(value)) {
			quoted, err := json.Marshal(value)
			if err != nil {
				return field{}, fmt.Errorf("--sweep %q: %w", text, err)
			}
			value = string(quoted)
		}
		f.values = append(f.values, value)
	}
	if len(f.values) > maxValues {
		return field{}, fmt.Errorf("--sweep %q has %d values: write at most %d", text, len(f.values), maxValues)
	}
	return f, nil
}

// steps are the whole numbers of FROM..TO:STEP.
func steps(from, rest string) (values []string, err error) {
	to, step, ok := strings.Cut(rest, ":")
	if !ok {
		step = "1"
	}
	var numbers [3]int64
	for i, text := range []string{from, to, step} {
		if numbers[i], err = strconv.ParseInt(strings.TrimSpace(text), 10, 32); err != nil {
			return nil, fmt.Errorf("%q is not a whole number: write FROM..TO:STEP, such as 0..600:60", text)
		}
	}
	if numbers[2] <= 0 || numbers[1] < numbers[0] || (numbers[1]-numbers[0])/numbers[2] >= maxValues {
		return nil, fmt.Errorf("write FROM..TO:STEP with FROM below TO, a step above 0, and at most %d values", maxValues)
	}
	for n := numbers[0]; n <= numbers[1]; n += numbers[2] {
		values = append(values, strconv.FormatInt(n, 10))
	}
	return values, nil
}

// with is an HPA with another value of a field, as an API server takes it.
func (f field) with(hpa *autoscalingv2.HorizontalPodAutoscaler, value string) (*autoscalingv2.HorizontalPodAutoscaler, error) {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(hpa)
	if err != nil {
		return nil, fmt.Errorf("read the HPA: %w", err)
	}
	content["apiVersion"], content["kind"] = "autoscaling/v2", "HorizontalPodAutoscaler"
	var parsed any
	if err := json.Unmarshal([]byte(value), &parsed); err != nil {
		return nil, fmt.Errorf("read the value %s: %w", value, err)
	}
	changed, err := set(content["spec"], strings.Split(f.path, "."), parsed)
	if err != nil {
		return nil, fmt.Errorf("--sweep %s: %w", f.path, err)
	}
	content["spec"] = changed
	data, err := json.Marshal(content)
	if err != nil {
		return nil, fmt.Errorf("write the HPA: %w", err)
	}
	admitted, err := engine.Admit(data)
	if err != nil {
		return nil, fmt.Errorf("--sweep %s=%s: %w", f.path, value, err)
	}
	return admitted, nil
}

// set sets what is at a path: names of fields, and numbers of elements of lists, counted from 0.
func set(in any, path []string, value any) (any, error) {
	if len(path) == 0 {
		return value, nil
	}
	switch at := in.(type) {
	case []any:
		n, err := strconv.Atoi(path[0])
		if err != nil || n < 0 || n >= len(at) {
			return nil, fmt.Errorf("%q is none of the %d elements, which are counted from 0", path[0], len(at))
		}
		at[n], err = set(at[n], path[1:], value)
		return at, err
	case map[string]any:
		below, err := set(at[path[0]], path[1:], value)
		at[path[0]] = below
		return at, err
	case nil:
		below, err := set(nil, path[1:], value)
		return map[string]any{path[0]: below}, err
	}
	return nil, fmt.Errorf("there is a value in the place of %q: write the path of a field, such as behavior.scaleDown.stabilizationWindowSeconds", path[0])
}
