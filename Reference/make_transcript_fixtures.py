"""Writes Tests/LSTMTasksTests/Fixtures/transcripts.json: captions, and the SubRip and WebVTT files that the packages srt and
webvtt-py make of them. Both files are read back by these packages first, and must be the captions again.
"""

import datetime
import html
import io
import json
import platform
from importlib.metadata import version
from pathlib import Path

import srt
import webvtt

TARGET = Path(__file__).parent.parent / "Tests/LSTMTasksTests/Fixtures/transcripts.json"

# Milliseconds, milliseconds, lines.
CASES = {
    "plain": [(0, 1500, ["three one four"]), (1500, 2000, ["one"]), (2600, 59_999, ["five nine two", "six five three five"])],
    "hours": [(3_599_999, 3_600_000, ["the last millisecond"]), (36_000_000, 360_000_001, ["a hundred hours"])],
    "markup": [(10, 20, ["AT&T <b>", "a < b && c > d --> e"]), (20, 30, ["&amp; &lt;"])],
    "other scripts": [(1, 2, ["zwölf Äpfel", "日本語 — ✓"]), (61_001, 3_723_004, ["naïve"])],
    "none": [],
}


def clock(milliseconds):
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def subrip(captions):
    subtitles = [
        srt.Subtitle(index + 1, datetime.timedelta(milliseconds=start), datetime.timedelta(milliseconds=end), "\n".join(lines))
        for index, (start, end, lines) in enumerate(captions)]
    text = srt.compose(subtitles)
    assert list(srt.parse(text)) == subtitles
    return text


def web(captions):
    file = webvtt.WebVTT()
    for start, end, lines in captions:
        file.captions.append(webvtt.Caption(clock(start), clock(end), [html.escape(line, quote=False) for line in lines]))
    # The package leaves out the empty line behind the last caption, which the others have.
    text = file.content.rstrip("\n") + "\n\n"
    read = webvtt.from_string(text)
    assert [(c.start, c.end, [html.unescape(line) for line in c.lines]) for c in read] == [
        (clock(start), clock(end), lines) for start, end, lines in captions]
    return text


cases = [
    {"name": name, "captions": [{"start": s, "end": e, "lines": lines} for s, e, lines in captions],
     "srt": subrip(captions), "vtt": web(captions)}
    for name, captions in CASES.items()]
TARGET.write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")
print("Python", platform.python_version(), "srt", version("srt"), "webvtt-py", version("webvtt-py"))
print(TARGET, TARGET.stat().st_size)
