"""Writes Tests/LSTMTasksTests/Fixtures/translation_scores.json: sacreBLEU's BLEU and chrF of small corpora, and its words of
lines that are hard to tokenise.

The sentences are this repository's own."""

import json
import platform
from pathlib import Path

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF

TARGET = Path(__file__).parent.parent / "Tests/LSTMTasksTests/Fixtures/translation_scores.json"

# Name, hypotheses, references.
CORPORA = [
    ("identical", ["The river is high today.", "We waited for the second train."],
     ["The river is high today.", "We waited for the second train."]),
    ("nothing in common", ["alpha beta gamma delta"], ["one two three four five"]),
    ("small English corpus",
     ["The old man walked slow to the harbour.", "She has forgotten her keys again!",
      "Nobody knew why the lights went off.", "In the evening it is raining often here."],
     ["The old man walked slowly to the harbour.", "She forgot her keys again!",
      "Nobody knew why the lights had gone out.", "It often rains here in the evening."]),
    ("small German corpus",
     ["Der alte Mann ging langsam zum Hafen.", "Über die Straße läuft ein großer Hund.",
      "„Wann kommst du?“, fragte sie leise."],
     ["Der alte Mann ging langsam zum Hafen hinunter.", "Ein großer Hund läuft über die Straße.",
      "„Wann kommst du nach Hause?“, fragte sie leise."]),
    ("hypothesis shorter than its reference", ["the bridge was closed"],
     ["the bridge was closed all night because of the storm"]),
    ("hypothesis longer than its reference", ["the bridge was closed and closed and closed again"],
     ["the bridge was closed"]),
    ("one word repeated", ["the the the the the the the"], ["the cat is on the mat"]),
    ("only single words match", ["a x c y e z"], ["a b c d e f"]),
    ("no four words in a row", ["one two three x five six seven y"], ["one two three z five six seven w"]),
    ("one-word sentences", ["Yes", "No", "Perhaps"], ["Yes", "No", "Maybe"]),
    ("one equal word", ["Good"], ["Good"]),
    ("three equal words", ["It is late"], ["It is late"]),
    ("an empty hypothesis", [""], ["Something should be here."]),
    ("an empty reference", ["Something is here."], [""]),
    ("both empty", [""], [""]),
    ("an empty hypothesis among others", ["", "The shop opens at nine every day."],
     ["It was closed.", "The shop opens at nine every day."]),
    ("white space only", ["  \t ", "All of this remains the same."], ["Nothing.", "All of this remains the same."]),
    ("numbers", ["It costs $1,000.50, not 3-4 euros (about 2.5%).", "On 12-05-1999 at 10:30 it was -4.5 degrees."],
     ["It costs $1,000.50 , not 3 - 4 euros (around 2.5 %).", "On 12-05-1999, at 10:30, it was -4,5 degrees."]),
    ("entities", ["Tom &amp; Ann said &quot;a &lt; b&quot;", "x &gt; y &amp;lt; z"],
     ["Tom & Ann said \"a < b\"", "x > y < z"]),
    ("quotes and apostrophes", ["\"Don't,\" he said, 'you can't go.'", "It’s the dogs’ bowl."],
     ["“Don’t,” he said, ‘you can’t go.’", "It's the dogs' bowl."]),
    ("emoji", ["See you soon 👋🏽 my friend 👨‍👩‍👧", "Great job 🎉🎉🎉"],
     ["See you soon 👋 my friend 👨‍👩‍👦", "Great job 🎉🎉"]),
    ("Chinese", ["今天天气很好\uff0c我们去公园吧\u3002", "他在北京工作\u3002"],
     ["今天天气真好\uff0c我们去公园散步吧\u3002", "他在上海工作\u3002"]),
    ("right to left", ["ذهب الولد إلى المدرسة صباحا.", "הילד הלך לבית הספר בבוקר"],
     ["ذهب الولد إلى المدرسة في الصباح.", "הילדה הלכה לבית הספר בבוקר"]),
    ("composed and decomposed", ["le caf\u00e9 est ferm\u00e9 ce soir"], ["le cafe\u0301 est ferme\u0301 ce soir"]),
    ("case", ["the Museum Of Modern Art opens"], ["The museum of modern art opens"]),
    ("hyphens and slashes", ["a state-of-the-art and/or well-known plan--really"],
     ["a state of the art and / or well-known plan -- really"]),
    ("unusual white space", ["one\u00a0two\u2009three\u3000four five", "six\u200bseven eight\x1cnine ten eleven"],
     ["one two three four\tfive", "sixseven eight nine\x85ten eleven"]),
]

LINES = [
    "", " ", "plain words", "Hello, world.", "Hello,world.This is...odd", "...", "..", ".", ",", ".,.,", "a.b.c.", "a,b,c,",
    "U.S.A. and e.g. i.e.", "1,000.50", "1,000.50.", "1.", ".5", "3.14.15", "1,,2", "1.,2", "x1.5y", "5.x", "x.5", "5,x",
    "3-4", "3--4", "-4", "a-b", "a-4", "4-a", "12-05-1999", "9-", "1-2-3-4", "10:30", "50%", "$5", "€5,-", "(a)", "[b]{c}",
    "a/b", "a\\b", "a|b~c^d_e`f", "#tag @name", "1+1=2", "a*b&c", "a<b>c", "!?;:", "'quoted' it's dogs'", "\"double\"",
    "“curly” ‘single’ «French» „low“", "&quot;x&quot;", "&amp;", "&lt;b&gt;", "&amp;lt;", "&amp;quot;", "&amp;amp;",
    "&AMP; &apos; &#39; & &", "&quot", "a <skipped> b", "<skip<skipped>ped>", "<SKIPPED>", "foo-\nbar", "foo-\n", "foo\nbar",
    "foo\r\nbar", "foo-\r\nbar", "a\u00a0b", "a\u200bb", "a\u3000b", "a\u2028b", "a\x1cb\x1fc", "a\x85b", "a\ufeffb", "tab\tbed",
    "café", "cafe\u0301.", "\u0301.", "é.5", "½.5", "٣.٤", "\uff13.\uff14", "二.五", "你好\uff0c世界\u3002", "你好,世界.", "👋🏽.", "5👍,6", "👨‍👩‍👧-1",
    "مرحبا، كيف حالك؟ 1.5", "שלום, עולם.", "…", "–—", "1–2", "1−2", "x²,5", "http://example.org/a?b=c&d=1.0",
    "me@example.org", "v1.2.3-beta.4", "C++, C#", "\\n", "  many   spaces  ", "&gt;\u0301", "a.\u0301b", "5-\u0301b", "¡Hola!",
]


def words(bleu, line):
    return bleu._preprocess_segment(line).split()


def corpus(bleu, chrf, name, hypotheses, references):
    score = bleu.corpus_score(hypotheses, [references])
    return {
        "name": name, "hypotheses": hypotheses, "references": references,
        "bleu": {"score": score.score, "precisions": score.precisions, "brevity_penalty": score.bp,
                 "hypothesis_length": score.sys_len, "reference_length": score.ref_len},
        "chrf": chrf.corpus_score(hypotheses, [references]).score}


def main():
    print("Python", platform.python_version(), "sacreBLEU", sacrebleu.__version__)
    bleu, chrf = BLEU(), CHRF()
    corpora = [corpus(bleu, chrf, *one) for one in CORPORA]
    whole = [[sentence for one in CORPORA for sentence in one[side]] for side in (1, 2)]
    corpora.append(corpus(bleu, chrf, "all of them", *whole))
    fixture = {
        "sacrebleu": sacrebleu.__version__, "bleu_signature": str(bleu.get_signature()),
        "chrf_signature": str(chrf.get_signature()), "corpora": corpora,
        "lines": [{"text": line, "words": words(bleu, line)} for line in LINES]}
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
    print(TARGET.name, TARGET.stat().st_size, "bytes")


main()
