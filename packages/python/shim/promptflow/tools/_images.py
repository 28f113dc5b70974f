"""Images in chat prompts, for tools that build their own requests (spec 5.3)."""

import re

from promptflow.contracts.multimedia import Image

_PLACE = re.compile(r"!\[(\s*image\s*)\]\(\{\{\s*([^{}]+)\s*\}\}\)")


def preprocess_template_string(template_string):
    """A template with each `![image]({{x}})` as `{{x}}` on a line of its own."""

    def place(match):
        return "\n" + re.search(r"\{\{.*\}\}", match.group(0)).group(0) + "\n"

    return _PLACE.sub(place, template_string)


def add_referenced_images_to_set(value, image_set, image_type):
    if isinstance(value, image_type):
        image_set.add(value)
    elif isinstance(value, list):
        for item in value:
            add_referenced_images_to_set(item, image_set, image_type)
    elif isinstance(value, dict):
        for item in value.values():
            add_referenced_images_to_set(item, image_set, image_type)


def find_referenced_image_set(kwargs):
    """Every image that the values hold."""
    found = set()
    add_referenced_images_to_set(kwargs, found, Image)
    return found


def to_content_str_or_list(chat_str, hash2images, image_detail):
    """The content of a message: lines that are the text of an image become it, in a list; else the text as it is."""
    lines = [line for line in chat_str.strip().split("\n") if line.strip()]
    if not any(line.strip() in hash2images for line in lines):
        return chat_str.strip()
    return [_part(line, hash2images.get(line.strip()), image_detail) for line in lines]


def _part(line, image, detail):
    if image is None:
        return {"type": "text", "text": line}
    url = image.source_url or image.to_base64(with_type=True)
    return {"type": "image_url", "image_url": {"url": url, "detail": detail}}


def with_images(messages, images, detail):
    hash2images = {str(image): image for image in images or []}
    for message in messages:
        if hash2images and isinstance(message.get("content"), str):
            message["content"] = to_content_str_or_list(message["content"], hash2images, detail)
    return messages
