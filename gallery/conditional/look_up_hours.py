from promptflow.core import tool

HOURS = {"saturday": "10 to 14", "sunday": "closed"}


@tool
def look_up_hours(question: str) -> str:
    for day, hours in HOURS.items():
        if day in question.lower():
            return f"{day.capitalize()}: {hours}."
    return "Monday to Friday: 9 to 18."
