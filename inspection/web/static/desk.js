// The desk works without this file. It only adds j, k, a, d inside an answer (never outside: the keys act on focus alone).
"use strict";

const answers = () => [...document.querySelectorAll("[data-answer]")];

function focusOn(article) {
  if (!article) return;
  article.focus();
  article.scrollIntoView({ block: "nearest" });
}

function act(article, key) {
  const list = answers();
  const at = list.indexOf(article);
  if (key === "j") focusOn(list[at + 1]);
  if (key === "k") focusOn(list[at - 1]);
  if (key === "a") article.querySelector("[data-accept]")?.click();
  if (key === "d") {
    const details = article.querySelector("details.return");
    if (!details) return;
    details.open = true;
    details.querySelector("textarea").focus();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  const article = event.target.closest("[data-answer]");
  if (!article || !["j", "k", "a", "d"].includes(event.key)) return;
  event.preventDefault();
  act(article, event.key);
});

// After a decision the page comes back at the next answer: put the focus there too.
const target = location.hash && document.getElementById(location.hash.slice(1));
if (target && target.matches("[data-answer]")) target.focus();
