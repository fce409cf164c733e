package hostile

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"unicode/utf8"
)

// characters are what has a meaning to somebody on the way: to HTTP, to a path, to a selector, to a log, to etcd.
const characters = "\x00\x01\x07\t\n\r\x1b\x7f !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u0085\u00a0\u00e9\u00df\u0130\u202e\u2028\ufeff\uffff\U0001f600\u0301"

// text is a word in which something may be wrong.
func text(r *rand.Rand, words ...string) string {
	word := pick(r, words...)
	switch r.IntN(12) {
	case 0:
		at := r.IntN(len(word) + 1)
		return word[:at] + character(r) + word[at:]
	case 1:
		return character(r)
	case 2:
		return strings.Repeat(word+character(r), 1+r.IntN(4))
	case 3:
		return pick(r, "", ".", "..", "*", "-", "/", "//", "%", "%2f", "%00", "null", "0", "-1", "namespaces", "metrics", "status", "watch", "proxy")
	case 4:
		return strings.ToUpper(word)
	case 5:
		return strings.Repeat(word, pick(r, 9, 32, 64, 254))
	}
	return word
}

// character is any of ASCII, one of those above, or a byte that is no UTF-8.
func character(r *rand.Rand) string {
	switch r.IntN(4) {
	case 0:
		return string(r.Int32N(utf8.RuneSelf))
	case 1:
		return string([]byte{byte(0x80 | r.Uint32()&0x7f)}) //nolint:gosec // it fits
	}
	all := []rune(characters)
	return string(pick(r, all...))
}

// escaped is a text as it may stand in a URL: right, escaped twice, each byte of it, or not at all where that can be sent.
func escaped(r *rand.Rand, text string, escape func(string) string) string {
	switch r.IntN(16) {
	case 0:
		return escape(escape(text))
	case 1:
		var all strings.Builder
		for _, b := range []byte(text) {
			all.WriteString("%" + string("0123456789abcdef"[b>>4]) + string("0123456789ABCDEF"[b&15]))
		}
		return all.String()
	case 2:
		if !strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c >= 0x7f || strings.ContainsRune("%?#", c) }) {
			return text
		}
	}
	return escape(text)
}

func segment(r *rand.Rand, text string) string { return escaped(r, text, url.PathEscape) }

func parameter(r *rand.Rand, text string) string { return escaped(r, text, url.QueryEscape) }
