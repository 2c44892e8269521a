"""Reading a form's page as a person would: what it says, where, and what is filled in."""

import html
import re

import requests


def field_error(page: requests.Response, field: str) -> str:
    """The message beside a field; empty when there is none."""
    found = re.search(rf'id="{field}-error">.*?<span>(.*?)</span>', page.text, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def form_message(page: requests.Response) -> str:
    """The message above the whole form; empty when there is none."""
    found = re.search(r'id="form-message"[^>]*>.*?<span>(.*?)</span>', page.text, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def filled_in(page: requests.Response, field: str) -> str:
    """What a field of the form holds; empty when it holds nothing, or is not there."""
    found = re.search(rf'<input[^>]*name="{field}"[^>]*>', page.text)
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return html.unescape(value[1]) if value else ""
