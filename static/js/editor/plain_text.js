// Plain text: blank lines part paragraphs; without any, each line is a paragraph. Two or more lines
// in a row with a bullet or a number are a list.

const ITEM = /^\s*(?:([-*•·●○▪◦])|(\d{1,3})[.)])\s+(?=\S)/;
// As long as this, a line was broken by a program at its margin, not by a person.
const MIN_WRAPPED_LENGTH = 50;

function listKindOf(lines) {
  const match = ITEM.exec(lines[0]);
  if (!match) return "";
  return match[1] ? "bullet" : "number";
}

/** The text in pieces, each a list of lines: a paragraph, or one line that looks like an item. */
function splitPieces(text, keepsLines) {
  const hasBlankLines = keepsLines || /\n[^\S\n]*\n/.test(text.trim());
  const parts = [[]];
  for (const line of text.split("\n")) {
    if (!line.trim()) parts.push([]);
    else if (!hasBlankLines || ITEM.test(line)) parts.push([line]);
    else parts.at(-1).push(line);
  }
  return parts.filter((lines) => lines.length);
}

function isWrapped(lines) {
  return (
    lines.length > 1 && lines.slice(0, -1).every((line) => line.trim().length >= MIN_WRAPPED_LENGTH)
  );
}

function writeLines(lines, builder) {
  const breakLine = isWrapped(lines) ? () => builder.text(" ", {}) : () => builder.newline({});
  lines.forEach((line, index) => {
    if (index) breakLine();
    builder.linkedText(line);
  });
}

function writeItem(lines, builder) {
  const [marker, bullet, number] = ITEM.exec(lines[0]);
  const item = { level: 1, ordered: !bullet, numbers: number ? [Number(number)] : [] };
  const rest = [lines[0].slice(marker.length), ...lines.slice(1)];
  builder.itemAt(item, () => writeLines([rest.join(" ")], builder));
}

/** `keepsLines`: lines without a blank one between are those of one paragraph, as in verse. */
export function writePlainText(source, builder, keepsLines = false) {
  const pieces = splitPieces(source.replaceAll(/\r\n?|[\u2028\u2029]/g, "\n"), keepsLines);
  const kinds = pieces.map(listKindOf);
  pieces.forEach((lines, index) => {
    const kind = kinds[index];
    const inList = kind && [kinds[index - 1], kinds[index + 1]].includes(kind);
    if (inList) return writeItem(lines, builder);
    builder.blockBoundary();
    writeLines(lines, builder);
    return builder.blockBoundary();
  });
}
