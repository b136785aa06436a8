// What became of a paste: what was changed, what was left out and where, what is left to do, and what
// may be done further. The words for it come with the page.

const PLACES_NAMED = 3;
const LONGEST_NAME = 60;

function shortened(words) {
  const line = words.replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1).trimEnd()}…` : line;
}

export class PasteReport {
  /** `pictures` keep what of a paste's pictures can be kept; without them all are left out. */
  constructor(pictures = null) {
    this.pictures = pictures;
    this.changed = new Map();
    this.leftOut = new Map();
    this.toDo = new Map();
    this.filled = [];
    // Words of the paste that may be its headline, its standfirst, its headings.
    this.headline = "";
    this.standfirst = "";
    this.headings = [];
  }

  change(kind) {
    this.changed.set(kind, (this.changed.get(kind) ?? 0) + 1);
  }

  /** `after` is asked, for the first few of a kind only, for the words in front of it. */
  leave(kind, { after, said = "", count = 1 } = {}) {
    const left = this.leftOut.get(kind) ?? { count: 0, places: [] };
    left.count += count;
    if (said) left.places.push({ said: said.replaceAll(/\s+/g, " ").trim() });
    else if (after && left.places.length < PLACES_NAMED) left.places.push({ after: after() });
    this.leftOut.set(kind, left);
  }

  /** Another field of the form, by its name there, got words of the file. */
  fill(field) {
    this.filled.push(field);
  }

  remain(words) {
    this.addToDo("shortcodes", shortened(words));
  }

  addToDo(kind, words = "") {
    this.toDo.set(kind, [...(this.toDo.get(kind) ?? []), words]);
  }

  /** The key of a picture that can be kept, "" where it has to be left out. */
  keepPicture(source, alt, isAlone = false) {
    return this.notePicture(this.pictures?.claim(source, alt, isAlone), alt);
  }

  keepFile(file) {
    return this.notePicture(this.pictures?.claimFile(file), "");
  }

  notePicture(key, alt) {
    if (!key) return "";
    this.change("picturesKept");
    if (!alt.trim()) this.addToDo("altTexts");
    return key;
  }

  /** One line of text, "" where there is nothing to tell. */
  inWords(labels) {
    const counted = (kind, count) => labels[kind].replace("%s", count);
    const changed = [...this.changed].map(([kind, count]) => counted(kind, count));
    const leftOut = [...this.leftOut].map(([kind, { count, places }]) =>
      [counted(kind, count), places.map((place) => placeInWords(place, labels)).join(", ")]
        .filter(Boolean)
        .join(" "),
    );
    const toDo = [...this.toDo].map(([kind, all]) =>
      `${counted(kind, all.length)} ${all.slice(0, PLACES_NAMED).filter(Boolean).join(", ")}`.trim(),
    );
    return [
      [labels.filledIn, this.filled],
      [labels.pasteChanged, changed],
      [labels.leftOut, leftOut],
      [labels.leftToDo, toDo],
    ]
      .filter(([, parts]) => parts.length)
      .map(([title, parts]) => `${title} ${parts.join("; ")}.`)
      .join(" ");
  }
}

function placeInWords({ said, after }, labels) {
  if (said) return labels.captioned.replace("%s", said);
  return after ? labels.after.replace("%s", shortened(after)) : labels.atBeginning;
}
