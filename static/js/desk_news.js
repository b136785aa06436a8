// What comes in while a list is open announces itself, and waits until it is asked for.

const EVERY = 30_000;
const news = document.querySelector(".desk-news");

async function ask() {
  if (document.hidden) return;
  const answer = await fetch(news.dataset.address, { headers: { Accept: "application/json" } });
  // Logged out meanwhile: the next press of a button says so, and loses nothing.
  if (!answer.ok || answer.redirected) return;
  const { count, words } = await answer.json();
  const link = news.querySelector("a");
  if (!count || link.textContent === words) return;
  link.textContent = words;
  link.hidden = false;
}

if (news) {
  const asked = () => ask().catch(() => {});
  setInterval(asked, EVERY);
  document.addEventListener("visibilitychange", asked);
}
