package scenario

import "strings"

func badForms() []bad {
	return []bad{
		{
			"syntax", "manifests: [deploy/web.yaml]\ntests: [",
			"2: yaml: did not find expected node content", false,
		},
		{
			"not a mapping", "- a",
			"1: the file is not a mapping: write its fields: manifests, controller, tests", true,
		},
		{
			"empty", "# nothing\n",
			" the file is empty: write manifests: [../deploy/hpa.yaml] and tests", false,
		},
		{
			"two documents", one(served) + "---\n" + one(served),
			"6: a second document begins here: write one in each scenario file", false,
		},
		{
			"no manifests", "tests: [{name: a, duration: 1m}]",
			"1: the file has no manifests: write manifests: [../deploy/hpa.yaml]", true,
		},
		{
			"empty manifests", "manifests: []\ntests: [{name: a, duration: 1m}]",
			"1: manifests has no element: write the files that have the HPA, such as [../deploy/hpa.yaml]", true,
		},
		{
			"no tests", "manifests: [deploy/web.yaml]\n",
			"1: the file has no tests: write tests: [{name: a flash crowd, duration: 30m}]", true,
		},
		{
			"empty tests", "manifests: [deploy/web.yaml]\ntests: []\n",
			"2: there are no tests: write one, such as - {name: a flash crowd, duration: 30m}", true,
		},
		{
			"tests is not a list", "manifests: [deploy/web.yaml]\ntests: {name: a}\n",
			"2: tests is not a list: begin each of its elements with -", true,
		},
		{
			"unknown field of the file", one(served) + "contoller: {}\n",
			`6: unknown field "contoller" in the file: write controller`, true,
		},
		{
			"unknown field of a test", one(served, "metrix: []"),
			`6: unknown field "metrix" in a test: write metrics`, true,
		},
		{
			"unknown field that is like none", one(served, "zzzzzzzzzz: []"),
			`6: unknown field "zzzzzzzzzz" in a test: write one of name, duration, podLimit, sampleEvery, workloads, metrics, unserved, expect`, true,
		},
		{
			"a field twice", one(served, "duration: 5m"),
			"6: duration is there twice: remove one of them", false,
		},
		{
			"no name", "manifests: [deploy/web.yaml]\ntests:\n- duration: 1m\n  " + served,
			"3: a test has no name: write name: a flash crowd", true,
		},
		{
			"empty name", "manifests: [deploy/web.yaml]\ntests:\n- name:\n  duration: 1m\n  " + served,
			"3: name is empty: write a value, or remove it", true,
		},
		{
			"name twice", one(served) + "- name: a\n  duration: 1m\n  " + served,
			`6: a test named "a" is in line 3 already: give each a name of its own`, false,
		},
		{
			"no duration", "manifests: [deploy/web.yaml]\ntests:\n- name: a\n  " + served,
			"3: a test has no duration: write duration: 30m", true,
		},
		{
			"duration without a unit", strings.Replace(one(served), "10m", "10", 1),
			`4: duration "10" is not a time: write one with its unit, such as 90s or 1h30m`, true,
		},
		{
			"negative duration", strings.Replace(one(served), "10m", "-10m", 1),
			"4: duration -10m is not from 1s to 8784h: write a time between them", true,
		},
		{
			"a duration of years", strings.Replace(one(served), "10m", "100000h", 1),
			"4: duration 100000h is not from 1s to 8784h: write a time between them", false,
		},
		{
			"too many looks", "controller: {syncPeriod: 1s}\n" + strings.Replace(one(served), "10m", "8784h", 1),
			"5: the controller would look at HPAs 31622400 times: shorten the duration, or write a longer syncPeriod, for at most 10000000", false,
		},
		{
			"podLimit 0", one(served, "podLimit: 0"),
			`6: podLimit "0" is not a whole number from 1 to 100000: write one`, true,
		},
		{
			"syncPeriod 0", "controller: {syncPeriod: 0s}\n" + one(served),
			"1: syncPeriod 0s is not from 1s to 1h: write a time between them", false,
		},
		{
			"tolerance", "controller: {tolerance: \"2\"}\n" + one(served),
			"1: tolerance 2 is not a part: write a number from 0 to 1", false,
		},
		{
			"unknown flag", "controller: {syncperiod: 1s}\n" + one(served),
			`1: unknown field "syncperiod" in controller: write syncPeriod`, true,
		},
	}
}
