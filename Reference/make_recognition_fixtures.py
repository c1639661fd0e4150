"""Writes Tests/LSTMTasksTests/Fixtures/recognition_scores.json: jiwer's word and character error rates of texts with every
kind of error, each and all together. Counts of substitutions, deletions and insertions are jiwer's too, where all ways to
the fewest errors agree on them."""

import json
import platform
import random
from importlib.metadata import version
from pathlib import Path

import jiwer

TARGET = Path(__file__).parent.parent / "Tests/LSTMTasksTests/Fixtures/recognition_scores.json"
WORDS = "the cat sat on a mat and then it ran far off naïve café zwölf".split()


def fewest(reference, hypothesis):
    """All (errors, substitutions) with the fewest errors, by going through the table of sets."""
    rows = [[{(j, 0)} for j in range(len(hypothesis) + 1)]]
    for i, symbol in enumerate(reference):
        row = [{(i + 1, 0)}]
        for j, other in enumerate(hypothesis):
            ways = {(e + (symbol != other), s + (symbol != other)) for e, s in rows[-1][j]}
            ways |= {(e + 1, s) for e, s in rows[-1][j + 1] | row[j]}
            least = min(e for e, _ in ways)
            row.append({way for way in ways if way[0] == least})
        rows.append(row)
    return rows[-1][-1]


def spoil(generator, words):
    result = []
    for word in words:
        chance = generator.random()
        if chance < 0.1:
            continue
        result.append(generator.choice(WORDS) if chance < 0.25 else word[:-1] or word if chance < 0.35 else word)
        if chance > 0.9:
            result.append(generator.choice(WORDS))
    return result


def counts(output, references, hypotheses):
    ways = [fewest(r, h) for r, h in zip(references, hypotheses)]
    agreed = all(len(way) == 1 for way in ways)
    return {"errors": output.substitutions + output.deletions + output.insertions,
            "substitutions": sum(min(s for _, s in way) for way in ways),
            "jiwer": [output.hits, output.substitutions, output.deletions, output.insertions] if agreed else None}


def case(references, hypotheses):
    words, characters = jiwer.process_words(references, hypotheses), jiwer.process_characters(references, hypotheses)
    return {"references": references, "hypotheses": hypotheses, "wer": words.wer, "cer": characters.cer,
            "words": counts(words, [r.split() for r in references], [h.split() for h in hypotheses]),
            "characters": counts(characters, references, hypotheses)}


def main():
    print("Python", platform.python_version(), "jiwer", version("jiwer"), "RapidFuzz", version("rapidfuzz"))
    generator = random.Random(5)
    references = [" ".join(generator.choices(WORDS, k=generator.randint(1, 12))) for _ in range(40)]
    hypotheses = [" ".join(spoil(generator, r.split())) for r in references]
    cases = [case([r], [h]) for r, h in zip(references, hypotheses)]
    cases += [case([""], [""]), case([""], ["a b"]), case(["a b"], [""]), case(["a b"], ["b a"]), case(references, hypotheses)]
    TARGET.write_text(json.dumps(cases, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(TARGET.name, TARGET.stat().st_size, "bytes;", sum(c["words"]["jiwer"] is not None for c in cases), "of",
          len(cases), "with one set of counts by words")


main()
