// Names suggested while one is typed, from the address that the field's list tells. Without this
// script a whole name is enough.

const DEBOUNCE = 150;
let timer;

async function namesLike(address, text) {
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`);
    return answer.ok ? Object.values(await answer.json())[0] : [];
  } catch {
    return []; // Nothing is suggested; the name can still be typed.
  }
}

async function suggest(input) {
  const text = input.value.trim();
  const names = text ? await namesLike(input.list.dataset.address, text) : [];
  if (input.value.trim() !== text) return;
  input.list.replaceChildren(...names.map(({ name, role }) => new Option(role || name, name)));
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("input[list]") || !target.list?.dataset.address) return;
  clearTimeout(timer);
  timer = setTimeout(() => suggest(target), DEBOUNCE);
});
