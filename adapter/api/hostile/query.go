package hostile

import (
	"math/rand/v2"
	"strings"
)

// query has the parameters of a list, and those that others have.
func query(r *rand.Rand) string {
	var all []string
	for range r.IntN(4) {
		name, value := parameterOf(r)
		if once(r, 20) {
			name = text(r, name)
		}
		all = append(all, parameter(r, name)+pick(r, "=", "=", "=", "=", "=", "", "==")+parameter(r, value))
	}
	if len(all) == 0 {
		return pick(r, "", "", "", "?", "?&", "?%", "?=", "?;")
	}
	return "?" + strings.Join(all, pick(r, "&", "&", "&", ";", "&&"))
}

func parameterOf(r *rand.Rand) (name, value string) {
	number := func() string {
		return pick(r, "0", "1", "-1", "10", "9223372036854775807", "9223372036854775808", "1e3", "x", "", " 1", "0x10", "١")
	}
	truth := func() string { return pick(r, "true", "false", "1", "0", "", "yes", "TRUE", "x") }
	switch name := pick(r, "labelSelector", "labelSelector", "labelSelector", "metricLabelSelector", "metricLabelSelector", "labels", "fieldSelector",
		"limit", "continue", "watch", "resourceVersion", "resourceVersionMatch", "timeoutSeconds", "timeout", "pretty", "sendInitialEvents",
		"allowWatchBookmarks", "metricName", "includeObject", "dryRun", "fieldManager", "fieldValidation", "shardSelector"); name {
	case "labelSelector", "metricLabelSelector", "labels":
		return name, selector(r)
	case "fieldSelector":
		return name, pick(r, "metadata.name=web-1", "metadata.name=*", "metadata.name!=x", "metadata.namespace=other", "a=b", "=", ",", "metadata.name=web-1,metadata.name=web-2", "\x00", text(r, "metadata.name=web"))
	case "limit", "timeoutSeconds":
		return name, number()
	case "continue":
		return name, pick(r, "x", "", "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiIuLi8uLi8ifQ", text(r, "token"))
	case "resourceVersion":
		return name, number()
	case "resourceVersionMatch":
		return name, pick(r, "Exact", "NotOlderThan", "x", "")
	case "timeout":
		return name, pick(r, "1s", "0s", "-1s", "10h", "x", "99999999999999999999s", "1")
	case "metricName":
		return name, text(r, "/requests", "requests")
	case "dryRun", "fieldManager", "fieldValidation", "shardSelector":
		return name, text(r, "All", "Strict", "x")
	default:
		return name, truth()
	}
}
