// What shortens the way on the page where an op-ed is written; all of it works without.

import { findTopics } from "./find_topics.js";
import { keepOutline } from "./outline.js";
import { rememberPanels } from "./panels.js";
import { countWords } from "./word_count.js";

const page = document.querySelector(".writing");

/** A headline has one line, however many it takes on the screen: Enter leads on to the next field. */
function leadOn(headline, next) {
  headline.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    next.focus();
  });
}

/** Words are checked by the spelling of the language that the article is written in. */
function followLanguage(select) {
  const follow = () => {
    for (const field of page.querySelectorAll(".writing-sheet :is(textarea, [contenteditable])")) {
      field.lang = select.value;
    }
  };
  select.addEventListener("change", follow);
  follow();
}

/** A link to a text leads to its editor: the field that has its errors is hidden behind that. */
function leadToEditors(links) {
  for (const link of links) {
    const editor = document.getElementById(`${link.hash.slice(1)}_text`);
    if (editor) link.hash = editor.id;
  }
}

if (page) {
  rememberPanels(page);
  leadToEditors(document.querySelectorAll(":is(.problems, .checks) a"));
  const {
    id_headline: headline,
    id_standfirst: standfirst,
    id_language: language,
  } = document.getElementById("article_form").elements;
  if (headline && standfirst) leadOn(headline, standfirst);
  if (language) followLanguage(language);
  findTopics(page.querySelector(".topics"));
  countWords(page.querySelector(".word-count"));
  keepOutline(page.querySelector(".outline"));
}
