"""How much is read rightly of dialogues written by hand (see tests/chats/dialogues.py).

python -m tests.benchmarks.chat_by_hand [FILE]
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.chats import Tally
from tests.chats.dialogues import FILE, dialogues, opinions_in


def main() -> None:
    tally = Tally()
    n_right = n_films_talks = n_false = n_other = 0
    for dialogue in dialogues(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE):
        found, meant = opinions_in(dialogue.export()), dialogue.opinions
        if found != meant:
            print(f"{dialogue.name}\n    meant {meant}\n    read  {found}")
        if not meant:
            n_false += len(found)
            n_other += len(dialogue.said)
            continue
        n_films_talks += 1
        n_right += found == meant
        tally.count(found, meant)
    n_same = sum(n for (meant, found), n in tally.pairs.items() if meant == found)
    print(
        f"{n_right} of {n_films_talks} dialogues, {tally.n_right} of "
        f"{tally.n_right + tally.n_missed} films, {tally.n_wrong} more"
    )
    print(
        f"{n_same} opinions, macro F1 {tally.macro_f1:.2f}, "
        f"recall of disliked {tally.recall_of('disliked'):.2f}"
    )
    if n_other:
        print(f"{n_false} films found in {n_other} messages about other things")


if __name__ == "__main__":
    main()
