// How long the text is, while it is written: words, and minutes of reading.

const WORDS_A_MINUTE = 200;
// Long texts are not counted at every key.
const PAUSE = 400;

/** How many words `text` has by the rules of `language`: in Chinese or Thai no spaces tell them. */
function wordsIn(text, language) {
  const segmenter = new Intl.Segmenter(language || undefined, { granularity: "word" });
  let count = 0;
  for (const { isWordLike } of segmenter.segment(text)) count += isWordLike ? 1 : 0;
  return count;
}

/** The text as it is read on: its notes are no part of it. */
function read(text) {
  const blocks = [...text.children].filter((block) => !block.matches("section[data-notes]"));
  return blocks.map((block) => block.innerText).join("\n");
}

export function countWords(line) {
  const text = document.querySelector(".field-body [contenteditable]");
  if (!line || !text || !Intl.Segmenter) return;
  const show = () => {
    const words = wordsIn(read(text), text.lang);
    const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE));
    line.textContent = line.dataset.counted
      .replace("{words}", words.toLocaleString(document.documentElement.lang))
      .replace("{minutes}", minutes);
  };
  let timer;
  document.getElementById("id_body").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  show();
}
