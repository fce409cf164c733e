package hostile

import (
	"math/rand/v2"
	"strings"
)

// selector has each operator that there is, and others.
func selector(r *rand.Rand) string {
	switch r.IntN(24) {
	case 0:
		return strings.Repeat(pick(r, "a,", "(", "!", "a in (", "a=b,", "=", "a notin (b),", "x"), 1+r.IntN(300))
	case 1:
		return large(r)
	}
	var all []string
	for range r.IntN(4) {
		all = append(all, requirement(r))
	}
	return strings.Join(all, pick(r, ",", ",", ",", ", ", ",,", ";", " "))
}

// large is one of 100 KB, which no server takes in a URL that keeps to the default of Go's, 1 MB of headers, but this one does.
func large(r *rand.Rand) string {
	const size = 100 << 10
	part := pick(r, "app=web,", "app in (web),", "a,", "!b,", "app notin (a,b,c),", "a,a,a,a in (b,b", "((((((((")
	return strings.Repeat(part, size/len(part)) + "app"
}

func requirement(r *rand.Rand) string {
	key := text(r, "app", "queue", "namespace", "kubernetes.io/metadata.name", "a.b/c", "name")
	value := text(r, "web", "orders", "shop", "10", "-1", "a_b.c")
	switch operator := pick(r, "", "!", "=", "==", "!=", " in ", " notin ", ">", "<", "=>", " exists ", " IN ", "=!", " gt ", " lt "); operator {
	case "":
		return key
	case "!":
		return "!" + key
	case " in ", " notin ", " IN ":
		return key + operator + pick(r, "("+value+")", "("+value+",b)", "()", "("+value, value, "(,)", "(("+value+"))")
	default:
		return key + operator + value
	}
}
