"""What is wrong with the interface of a tool."""


def interface_problem(signature):
    """A name cannot be an input of the constructor and of the method (spec 6.1)."""
    own = [item["name"] for item in signature["parameters"]]
    both = [item["name"] for item in signature["init"] if item["name"] in own]
    if not both:
        return None
    return "%s is a parameter of both __init__ and %s" % (", ".join(both), signature["function"])
