from promptflow.tools.common import render_jinja_template


def render_template_jinja2(template: str, **kwargs) -> str:
    return render_jinja_template(template, **kwargs)
