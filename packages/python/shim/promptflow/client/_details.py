"""Inputs and outputs of a run as a table: a DataFrame where pandas is there, else a table of our own."""


def table(columns, rows):
    whole = [_is_whole([row[at] for row in rows]) for at in range(len(columns))]
    rows = [[int(cell) if whole[at] else cell for at, cell in enumerate(row)] for row in rows]
    try:
        import pandas
    except ImportError:
        return Table(columns, rows)
    return pandas.DataFrame([dict(zip(columns, row)) for row in rows], columns=columns)


def _is_whole(cells):
    """Columns of whole floats are integers in the original's table."""
    kinds = {type(cell) for cell in cells}
    return float in kinds and kinds <= {int, float} and all(cell == cell // 1 for cell in cells)


class Table:
    """Rows under named columns: what scripts do most with a DataFrame works here too."""

    def __init__(self, columns, rows):
        self.columns = list(columns)
        self.rows = [list(row) for row in rows]
        self.index = range(len(self.rows))

    @property
    def shape(self):
        return (len(self.rows), len(self.columns))

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, column):
        at = self.columns.index(column)
        return [row[at] for row in self.rows]

    def head(self, n=5):
        return Table(self.columns, self.rows[:n])

    def iterrows(self):
        for at, row in enumerate(self.rows):
            yield at, dict(zip(self.columns, row))

    def to_dict(self, orient="dict"):
        if orient == "records":
            return [dict(zip(self.columns, row)) for row in self.rows]
        if orient == "list":
            return {column: self[column] for column in self.columns}
        return {column: dict(enumerate(self[column])) for column in self.columns}

    def to_string(self):
        cells = [[""] + self.columns] + [[str(at)] + [str(cell) for cell in row] for at, row in enumerate(self.rows)]
        widths = [max(len(line[at]) for line in cells) for at in range(len(cells[0]))]
        return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths)) for line in cells)

    __repr__ = __str__ = to_string
