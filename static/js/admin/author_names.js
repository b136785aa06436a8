// The names of authors, suggested while one is typed. Without this script a whole name is enough.

const DEBOUNCE = 150;
const names = document.getElementById("author-names");
let timer;

async function authorsLike(text) {
  try {
    const answer = await fetch(`${names.dataset.address}?q=${encodeURIComponent(text)}`);
    return answer.ok ? (await answer.json()).authors : [];
  } catch {
    return []; // Nothing is suggested; the name can still be typed.
  }
}

async function suggest(input) {
  const text = input.value.trim();
  const authors = text ? await authorsLike(text) : [];
  if (input.value.trim() !== text) return;
  names.replaceChildren(
    ...authors.map(({ name, role }) => Object.assign(new Option(role || name, name))),
  );
}

// The admin's window for a new author leaves its number in the field.
async function nameInPlaceOfNumber(input) {
  const number = input.value.trim();
  if (!/^\d+$/.test(number)) return;
  const author = (await authorsLike(number)).find(({ id }) => String(id) === number);
  if (author && input.value.trim() === number) input.value = author.name;
}

const isAuthor = (target) => target.matches?.('input[list="author-names"]');

document.addEventListener("input", (event) => {
  if (!isAuthor(event.target)) return;
  clearTimeout(timer);
  timer = setTimeout(() => suggest(event.target), DEBOUNCE);
});

// jQuery's own event, which the admin fires, is none that the document hears of.
window.django?.jQuery(document).on("change", 'input[list="author-names"]', ({ target }) => {
  nameInPlaceOfNumber(target);
});
