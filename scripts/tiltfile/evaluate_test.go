package tiltfile

import (
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
	"go.starlark.net/syntax"
)

const root = "../.."

// call is one call of a function that the Tiltfile knows and Starlark does not.
type call struct {
	function string
	args     []any
	named    map[string]any
}

// session is what Tilt would have been started with.
type session struct {
	context    string
	subcommand string
	debug      bool
}

// evaluate runs the Tiltfile with functions that write down how they are called.
// A function that is not listed here is an error, as one that Tilt lacks is.
func evaluate(t *testing.T, s session) ([]call, error) {
	t.Helper()
	source, err := os.ReadFile(root + "/Tiltfile")
	if err != nil {
		t.Fatal(err)
	}
	var calls []call
	record := func(name string, result starlark.Value) *starlark.Builtin {
		return starlark.NewBuiltin(name, func(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			c := call{function: name, named: map[string]any{}}
			for _, arg := range args {
				c.args = append(c.args, plain(arg))
			}
			for _, pair := range kwargs {
				c.named[string(pair[0].(starlark.String))] = plain(pair[1])
			}
			calls = append(calls, c)
			return result, nil
		})
	}
	known := starlark.StringDict{
		"k8s_context": record("k8s_context", starlark.String(s.context)),
		"local":       record("local", starlark.String("/programs\n")),
		"read_file":   record("read_file", starlark.String("40123")),
		"fail": starlark.NewBuiltin("fail", func(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return nil, fmt.Errorf("%s", plain(args[0]))
		}),
		"TRIGGER_MODE_MANUAL": starlark.String("manual"),
		"os":                  module("os", starlark.StringDict{"getenv": record("os.getenv", starlark.String("/home/you"))}),
		"v1alpha1": module("v1alpha1", starlark.StringDict{
			"ui_button": record("v1alpha1.ui_button", starlark.None), "cmd": record("v1alpha1.cmd", starlark.None),
		}),
		"config": module("config", starlark.StringDict{
			"define_bool":     record("config.define_bool", starlark.None),
			"parse":           record("config.parse", options(s.debug)),
			"tilt_subcommand": starlark.String(s.subcommand),
		}),
	}
	for _, name := range []string{
		"allow_k8s_contexts", "analytics_settings", "update_settings", "ci_settings", "probe", "http_get_action",
		"local_resource", "k8s_custom_deploy", "k8s_resource",
	} {
		known[name] = record(name, starlark.String(name+"()"))
	}
	thread := &starlark.Thread{Name: "Tiltfile", Print: func(*starlark.Thread, string) {}}
	// Tilt allows statements such as if at the top too.
	_, err = starlark.ExecFileOptions(&syntax.FileOptions{TopLevelControl: true, GlobalReassign: true}, thread, "Tiltfile", source, known)
	return calls, err
}

func module(name string, members starlark.StringDict) *starlarkstruct.Module {
	return &starlarkstruct.Module{Name: name, Members: members}
}

func options(debug bool) *starlark.Dict {
	dict := starlark.NewDict(1)
	if debug {
		_ = dict.SetKey(starlark.String("debug"), starlark.True) // it is not frozen
	}
	return dict
}

// plain makes Go's values of Starlark's.
func plain(value starlark.Value) any {
	switch value := value.(type) {
	case starlark.String:
		return string(value)
	case starlark.Bool:
		return bool(value)
	case *starlark.List:
		list := []any{}
		for i := range value.Len() {
			list = append(list, plain(value.Index(i)))
		}
		return list
	case *starlark.Dict:
		dict := map[string]any{}
		for _, item := range value.Items() {
			dict[fmt.Sprint(plain(item[0]))] = plain(item[1])
		}
		return dict
	default:
		return value.String()
	}
}

// resources returns the calls that make a resource, and what is added to it, by
// its name.
func resources(calls []call) map[string]map[string]any {
	all := map[string]map[string]any{}
	for _, c := range calls {
		switch c.function {
		case "local_resource", "k8s_custom_deploy", "k8s_resource":
			name := c.args[0].(string)
			if all[name] == nil {
				all[name] = map[string]any{}
			}
			maps.Copy(all[name], c.named)
		}
	}
	return all
}

// words returns a command, or another list, in one line.
func words(list any) string {
	var all []string
	items, _ := list.([]any)
	for _, item := range items {
		all = append(all, fmt.Sprint(item))
	}
	return strings.Join(all, " ")
}
