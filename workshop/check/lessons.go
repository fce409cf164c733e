package check

// lessons are those of the workshop, by their number.
func lessons() []lesson {
	return []lesson{
		lesson0(), lesson1(), lesson2(), lesson3(), lesson4(), lesson5(), lesson6(), lesson7(), lesson8(), lesson9(), lesson10(),
	}
}
