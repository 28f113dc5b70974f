import ast
import operator

from promptflow.core import tool

BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
UNARY = {ast.USub: operator.neg, ast.UAdd: operator.pos}
LARGEST = 1e15


class Refused(Exception):
    """Code that is more than arithmetic, or that cannot be worked out."""


def value_of(node: ast.expr, names: dict):
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return limited(node.value)
    if isinstance(node, ast.Name):
        if node.id not in names:
            raise Refused(f"{node.id} is not known")
        return names[node.id]
    if isinstance(node, ast.UnaryOp) and type(node.op) in UNARY:
        return UNARY[type(node.op)](value_of(node.operand, names))
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        left, right = value_of(node.left, names), value_of(node.right, names)
        if isinstance(node.op, ast.Pow) and abs(right) > 64:
            raise Refused("a power is too large")
        return limited(BINARY[type(node.op)](left, right))
    raise Refused(f"not arithmetic: {ast.unparse(node)}")


def limited(number):
    """Keeps a few steps from growing numbers that take hours and all memory."""
    if isinstance(number, complex) or not abs(number) <= LARGEST:
        raise Refused("a number is too large, or not real")
    return number


def without_fence(code: str) -> str:
    """Many models put code between lines of three backticks."""
    parts = code.split("```")
    return parts[1].partition("\n")[2] if len(parts) > 1 else code


def work_out(code: str):
    names = {}
    for line in ast.parse(without_fence(code)).body:
        if not (isinstance(line, ast.Assign) and len(line.targets) == 1 and isinstance(line.targets[0], ast.Name)):
            raise Refused(f"not an assignment: {ast.unparse(line)}")
        names[line.targets[0].id] = value_of(line.value, names)
    if "answer" not in names:
        raise Refused("answer is not set")
    return names["answer"]


@tool
def run_code(code: str) -> dict:
    """`answer`, a number as text, or what is wrong with the code as `error`. Nothing of the code is executed by Python:
    it is read with `ast`, and only numbers, names and operators count."""
    try:
        return {"answer": f"{work_out(code):.10g}", "error": ""}
    except (Refused, ArithmeticError) as wrong:
        return {"answer": "", "error": str(wrong)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {"answer": "", "error": "not Python"}
