package pages

import (
	"testing"
	"testing/fstest"
)

func TestCheckLinks(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{
		"dir/page.md":        {Data: []byte("# Here\n")},
		"dir/other.md":       {Data: []byte("# There\n\n# There\n")},
		"dir/sub/README.md":  {Data: []byte("# Sub\n")},
		"a.go":               {Data: []byte("1\n2\n3\n")},
		"dir/with blank.txt": {},
	}
	for target, want := range map[string]string{
		"other.md":                       "",
		"./other.md#there-1":             "",
		"../dir/other.md":                "",
		"#here":                          "",
		"sub":                            "",
		"sub/#sub":                       "",
		"..":                             "",
		"with%20blank.txt":               "",
		"../a.go#L3":                     "",
		"../a.go#L1-L3":                  "",
		"https://example.com/x#y":        "",
		"mailto:a@example.com":           "",
		"//example.com":                  "",
		"excused.md":                     "",
		"missing.md":                     "dir/page.md:3: the link missing.md: there is no dir/missing.md",
		"Other.md":                       "dir/page.md:3: ",
		"../other.md":                    "dir/page.md:3: ",
		"../../metrics-lab/dir/other.md": "dir/page.md:3: ",
		"/dir/other.md":                  "dir/page.md:3: the link /dir/other.md: it begins with /",
		"#there":                         "dir/page.md:3: the link #there: dir/page.md has no heading that gives #there",
		"other.md#There":                 "dir/page.md:3: ",
		"other.md#there-2":               "dir/page.md:3: ",
		"sub#there":                      "dir/page.md:3: ",
		"..#there":                       "dir/page.md:3: the link ..#there: there is no README.md",
		"../a.go#L4":                     "dir/page.md:3: the link ../a.go#L4: a.go has no line 4",
		"../a.go#L1-L4":                  "dir/page.md:3: ",
		"../a.go#main":                   "dir/page.md:3: ",
		"http://[":                       "dir/page.md:3: the link http://[: it is not a path",
	} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			page := parse(t, "# Here\n\n[text]("+target+")\n")
			expect(t, want, page.CheckLinks(root, func(file string) bool { return file == "dir/excused.md" }))
		})
	}
	page := parse(t, "[text](excused.md)\n")
	expect(t, "dir/page.md:1: ", page.CheckLinks(root, nil))
}
