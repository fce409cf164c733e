package report

import "math"

// traced are the lines through points. Where a value is missing, there is a gap; a value alone is a dot.
func traced(points []point, step bool, x, y scale) (lines [][]xy) {
	var line []xy
	flush := func() {
		if len(line) == 1 {
			line = append(line, xy{line[0].x + 1, line[0].y})
		}
		if line != nil {
			lines = append(lines, line)
		}
		line = nil
	}
	for _, p := range points {
		if math.IsNaN(p.v) {
			flush()
			continue
		}
		to := xy{x.of(float64(p.at)), y.of(p.v)}
		if step && line != nil {
			line = append(line, xy{to.x, line[len(line)-1].y})
		}
		line = append(line, to)
	}
	flush()
	return lines
}

// filled encloses what is between steps and zero.
func filled(points []point, x, y scale) []xy {
	var all []xy
	for _, line := range traced(points, true, x, y) {
		all = append(all, line...)
	}
	if len(all) == 0 {
		return nil
	}
	return append(all, xy{all[len(all)-1].x, y.of(0)}, xy{all[0].x, y.of(0)})
}
