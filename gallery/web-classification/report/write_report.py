"""Counts which class was taken for which, and writes it down as text."""
import json
import os
import sys
from collections import Counter


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def main():
    truth, answers, folder, title = sys.argv[1:]
    expected = {number: row["answer"] for number, row in enumerate(rows(truth))}
    taken = Counter((expected[row["line_number"]], row["category"]) for row in rows(answers))
    lines = [title, ""]
    for (right, answer), count in sorted(taken.items(), key=str):
        lines.append(f"{right:10} {answer:10} {count:3}{'' if right == answer else '  wrong'}")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "report.txt"), "w", encoding="utf-8") as report:
        report.write("\n".join(lines) + "\n")
    print(f"{sum(taken.values())} pages, {sum(n for (r, a), n in taken.items() if r == a)} right")


main()
