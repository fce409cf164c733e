package pages

import (
	"strings"
	"testing"
)

const goodLesson = `# 3. An HPA

This takes 15 minutes.

## What you will know

- a
- b
- c

## Steps

### 1. Make it

Text.

### 2. See it

Text.

## Exercises

### Exercise 1

Do it.

<details><summary>Solution</summary>

Text.

</details>

## Check

FENCEconsole
$ bin/lab check 3
Lesson 3: An HPA
FENCE

### Clean up

FENCEyaml file=a.yaml
a: 1
FENCE

## Next

[The next one](../4-values/README.md)
`

func TestCheckLesson(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, from, to string // what is changed
		want           string // the problem's line and beginning
	}{
		{"well", "", "", ""},
		{"a longer heading", "### Exercise 1", "### Exercise 1: more of it", ""},
		{"text", "Do it.", "Do it.\n\nFENCEtext\na\nFENCE", ""},
		{"another number", "# 3. ", "# 4. ", "1: a lesson begins with its title: # 3. Title"},
		{"no title", "# 3. An HPA\n\n", "", "1: a lesson begins"},
		{"text before the title", "# 3.", "Text.\n\n# 3.", "1: a lesson begins"},
		{"no sentence", "This takes 15 minutes.\n\n", "", "1: below the title"},
		{"no such section", "## Next\n", "Next\n", "1: the sections of a lesson are What you will know, Steps, Exercises, Check, Next; here they are What you will know, Steps, Exercises, Check"},
		{"another section", "## Steps", "## More\n\n## Steps", "11: the sections"},
		{"another order", "## Check", "## Steps", "33: the sections"},
		{"too few points", "- c\n", "", "5: What you will know are 3 to 5 points, not 2"},
		{"too many points", "- c\n", "- c\n- d\n- e\n- f\n", "5: What you will know are"},
		{"steps that are not numbered", "### 2. See it", "### See it", `17: this heading begins with "2. "`},
		{"steps in another order", "### 2. See it", "### 3. See it", `17: this heading begins with "2. "`},
		{"no exercise", "### Exercise 1", "#### Exercise 1", "21: there is none: ### Exercise 1"},
		{"an exercise of another name", "### Exercise 1", "### Do", `23: this heading begins with "Exercise 1"`},
		{"no solution", "<details><summary>Solution</summary>\n\nText.\n\n</details>\n", "", "23: the exercise has no solution"},
		{"no task", "Do it.\n\n<details><summary>Solution</summary>\n\nText.\n", "<details><summary>Solution</summary>\n", "23: the exercise does not say what to do"},
		{"a second one without", "## Check", "### Exercise 2\n\nText.\n\n## Check", "33: the exercise has no solution"},
		{"no check", "bin/lab check 3", "bin/lab check 2", `33: there is no block with "bin/lab check 3"`},
		{"a check without output", "Lesson 3: An HPA\n", "", "33: there is no block with"},
		{"a check on one cluster only", "FENCEconsole", "FENCEconsole cluster=kind", "33: there is no block with"},
		{"no next lesson", "../4-values/README.md", "../5-x/README.md", "46: there is no link to the next lesson, ../4-values/README.md"},
		{"the folder of the next lesson", "../4-values/README.md", "../4-values", ""},
		{"code of no file", "yaml file=a.yaml", "yaml", "42: a block of the language yaml shows"},
		{"commands that are not run", "Do it.", "Do it.\n\nFENCEbash\nls\nFENCE", "27: a block of the language bash shows"},
		{"a block of no language", "Do it.", "Do it.\n\nFENCE\nls\nFENCE", "27: the block has no language"},
		{"a block by indentation", "Do it.", "Do it.\n\n    ls", "27: a block by indentation"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(goodLesson, row.from) {
				t.Fatalf("%q is not there", row.from)
			}
			source := strings.ReplaceAll(strings.Replace(goodLesson, row.from, row.to, 1), "FENCE", "```")
			page, err := Parse("workshop/3-hpa/README.md", []byte(source))
			if err != nil {
				t.Fatal(err)
			}
			want := row.want
			if want != "" {
				want = "workshop/3-hpa/README.md:" + want
			}
			expect(t, want, page.CheckLesson(3, "4-values"))
		})
	}
}
