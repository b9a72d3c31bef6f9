"""Runs a command in a terminal of a given size, and draws the fullest picture that it showed there as an SVG.

Understands what Spectre.Console's live displays write: colours, bold, dim, erased lines and moves of the cursor up.
"""
import argparse
import fcntl
import html
import os
import pty
import re
import struct
import sys
import termios

FOREGROUND, BACKGROUND = "#d8dee9", "#20242c"
COLOURS = {
    **dict(zip(range(30, 38), ["#4c566a", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d8dee9"])),
    **dict(zip(range(90, 98), ["#7b8494", "#f08a93", "#b5e08e", "#f0d399", "#8cc4ff", "#dba0ee", "#7fd8e4", "#ffffff"])),
}
SEQUENCE = re.compile(r"\x1b\[(\??[0-9;]*)([A-Za-z])|\r|\n|[^\x1b\r\n]")
CELL_WIDTH, CELL_HEIGHT, MARGIN = 8.4, 18, 14


def run(command, columns, rows):
    """Returns all bytes that the command wrote to its terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="xterm-256color")
        os.environ.pop("NO_COLOR", None)
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    written = bytearray()
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the command has ended
            break
        if not piece:
            break
        written += piece
    os.waitpid(process, 0)
    return bytes(written)


def pictures(text):
    """Yields the screen, a list of rows of (character, style), before each erasure or move up of the cursor."""
    screen, row, column, style = [[]], 0, 0, ("", False, False)
    for match in SEQUENCE.finditer(text):
        argument, action = match.group(1), match.group(2)
        if match.group() == "\r":
            column = 0
        elif match.group() == "\n":
            row += 1
            if row == len(screen):
                screen.append([])
        elif action == "A":
            yield [list(line) for line in screen]
            row = max(0, row - int(argument or 1))
        elif action == "K":
            screen[row] = [] if argument == "2" else screen[row][:column]
        elif action == "m":
            style = changed(style, argument)
        elif action is None:
            line = screen[row]
            line.extend([(" ", ("", False, False))] * (column + 1 - len(line)))
            line[column] = (match.group(), style)
            column += 1


def changed(style, argument):
    colour, bold, dim = style
    for code in (int(part or 0) for part in argument.split(";")):
        if code == 0:
            colour, bold, dim = "", False, False
        elif code == 1:
            bold = True
        elif code == 2:
            dim = True
        elif code in COLOURS:
            colour = COLOURS[code]
    return colour, bold, dim


def spans(line):
    """Yields (first column, text, style) of each piece of a row that has one style."""
    start = 0
    for column in range(1, len(line) + 1):
        if column == len(line) or line[column][1] != line[start][1]:
            yield start, "".join(character for character, _ in line[start:column]), line[start][1]
            start = column


def draw(screen, columns):
    width, height = columns * CELL_WIDTH + 2 * MARGIN, len(screen) * CELL_HEIGHT + 2 * MARGIN
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" font-size="14" '
           f'font-family="ui-monospace, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" fill="{FOREGROUND}">')
    yield f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>'
    for number, line in enumerate(screen):
        for column, text, (colour, bold, dim) in spans(line):
            if not text.strip():
                continue
            attributes = f' fill="{colour}"' * bool(colour) + ' font-weight="bold"' * bold + ' opacity="0.6"' * dim
            x, y = MARGIN + column * CELL_WIDTH, MARGIN + (number + 0.75) * CELL_HEIGHT
            yield (f'<text x="{x:.1f}" y="{y:.1f}" xml:space="preserve" textLength="{len(text) * CELL_WIDTH:.1f}"'
                   f'{attributes}>{html.escape(text)}</text>')
    yield "</svg>"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--columns", type=int, default=80)
    parser.add_argument("--rows", type=int, default=32)
    parser.add_argument("--out", required=True)
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    shown = list(pictures(run(arguments.command, arguments.columns, arguments.rows).decode(errors="replace")))
    if not shown:
        sys.exit("terminal.py: the command drew no live view")
    # The last of the fullest: the end of the run.
    fullest = max(range(len(shown)), key=lambda k: (sum(any(c.strip() for c, _ in line) for line in shown[k]), k))
    screen = shown[fullest]
    while screen and not any(character.strip() for character, _ in screen[-1]):
        screen.pop()
    with open(arguments.out, "w", encoding="utf-8") as file:
        file.write("\n".join(draw(screen, arguments.columns)) + "\n")


if __name__ == "__main__":
    main()
