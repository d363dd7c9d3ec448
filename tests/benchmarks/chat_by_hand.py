"""How much is read rightly of dialogues written by hand (see tests/chats/dialogues.py).

python -m tests.benchmarks.chat_by_hand [FILE]
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.chats.dialogues import FILE, dialogues, opinions_in


def main() -> None:
    n_right = n_films = n_found = n_wrong = n_same = n_read = 0
    for dialogue in dialogues(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE):
        found = opinions_in(dialogue.export())
        n_right += found == dialogue.opinions
        n_films += len(dialogue.opinions)
        n_found += len(found.keys() & dialogue.opinions.keys())
        n_wrong += len(found.keys() - dialogue.opinions.keys())
        n_same += len(found.items() & dialogue.opinions.items())
        n_read += 1
        if found != dialogue.opinions:
            print(f"{dialogue.name}\n    meant {dialogue.opinions}\n    read  {found}")
    print(f"{n_right} of {n_read} dialogues, {n_found} of {n_films} films, {n_wrong} more")
    print(f"{n_same} opinions")


if __name__ == "__main__":
    main()
