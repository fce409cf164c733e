package report

import "math"

// cells are the letters of a plot. Each has room for two dots beside each other and four above each other.
type cells struct {
	columns, rows int
	dots          []rune // of braille letters, as bits
	filled, level []bool
}

func newCells(columns, rows int) *cells {
	n := columns * rows
	return &cells{columns, rows, make([]rune, n), make([]bool, n), make([]bool, n)}
}

// eachColumn are the smallest and the largest y of lines in each column, of so many dots.
func (c *cells) eachColumn(lines [][]xy, dots float64, do func(column int, low, high float64)) {
	for _, line := range lines {
		for i := 1; i < len(line); i++ {
			a, b := line[i-1], line[i]
			for column := int(a.x / dots); column <= int(b.x/dots); column++ {
				left, right := max(a.x, float64(column)*dots), min(b.x, float64(column+1)*dots)
				y1, y2 := between(a, b, left), between(a, b, right)
				do(column, min(y1, y2), max(y1, y2))
				if a.x == b.x {
					do(column, min(a.y, b.y), max(a.y, b.y))
				}
			}
		}
	}
}

// between is the height of a line at x.
func between(a, b xy, x float64) float64 {
	if a.x == b.x {
		return b.y
	}
	return a.y + (b.y-a.y)*(x-a.x)/(b.x-a.x)
}

// trace sets the dots of lines.
func (c *cells) trace(lines [][]xy) {
	bits := [4][2]rune{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}
	c.eachColumn(lines, 1, func(x int, low, high float64) {
		for y := int(math.Round(low)); y <= int(math.Round(high)); y++ {
			if x >= 0 && x < c.columns*2 && y >= 0 && y < c.rows*4 {
				c.dots[y/4*c.columns+x/2] |= bits[y%4][x%2]
			}
		}
	})
}

// fill fills the cells below lines, as far as the highest in each column.
func (c *cells) fill(lines [][]xy) {
	c.eachColumn(lines, 2, func(column int, low, _ float64) {
		for row := max(0, int(math.Round(low/4))); row < c.rows && column < c.columns; row++ {
			c.filled[row*c.columns+column] = true
		}
	})
}

// leveled draws through all columns.
func (c *cells) leveled(y float64) {
	row := int(math.Round(y)) / 4
	for column := range c.columns {
		c.level[row*c.columns+column] = true
	}
}

// row is one of them, with a line before a level before what is filled.
func (c *cells) row(row int, paint func(code, s string) string) (all string) {
	letters, code := "", ""
	for i := row * c.columns; i < (row+1)*c.columns; i++ {
		letter, of := " ", ""
		switch {
		case c.dots[i] != 0:
			letter, of = string(0x2800+c.dots[i]), blue
		case c.level[i]:
			letter, of = levelLetter, faint
		case c.filled[i]:
			letter, of = fillLetter, green
		}
		if of != code {
			all, letters, code = all+painted(paint, code, letters), "", of
		}
		letters += letter
	}
	return all + painted(paint, code, letters)
}

func painted(paint func(code, s string) string, code, s string) string {
	if code == "" {
		return s
	}
	return paint(code, s)
}
