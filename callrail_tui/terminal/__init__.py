"""Everything between Textual and the terminal itself (floor 7): the one package that may touch private Textual."""
