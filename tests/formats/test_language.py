from __future__ import annotations

import pytest

from reader.formats import load_bytes
from reader.formats.language import detect

TEXTS = {
    "en": "The minister said on Tuesday that the government would not change the law.",
    "de": "Die Ministerin sagte am Dienstag, dass die Regierung das Gesetz nicht ändern werde.",
    "fr": "La ministre a dit mardi que le gouvernement ne changerait pas la loi.",
    "es": "La ministra dijo el martes que el gobierno no cambiará la ley en los próximos años.",
    "it": "La ministra ha detto martedì che il governo non cambierà la legge per almeno un altro anno.",
    "nl": "De minister zei dinsdag dat de regering de wet niet zal veranderen in dit jaar.",
    "ru": "Министр сказала во вторник, что правительство не изменит закон.",
    "zh": "部长星期二说，政府不会修改这项法律，尽管许多人要求修改。",
    "ja": "大臣は火曜日、政府は法律を変えないと述べた。",
    "ar": "قالت الوزيرة يوم الثلاثاء إن الحكومة لن تغير القانون",
    "": "Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod tempor incididunt ut "
    "labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation nisi.",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_languages(code: str, text: str) -> None:
    assert detect(text) == code


def test_a_few_words_are_not_told() -> None:
    assert detect("Der Spiegel") == ""


def test_the_text_counts_more_than_what_is_declared() -> None:
    page = f'<html lang="en"><body><p>{TEXTS["de"]}</p></body></html>'
    assert load_bytes(page.encode(), "a.html").metadata.language == "de"


def test_what_is_declared_counts_where_the_text_does_not_tell() -> None:
    page = '<html lang="sv"><body><p>Hej!</p></body></html>'
    assert load_bytes(page.encode(), "a.html").metadata.language == "sv"
