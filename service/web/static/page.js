// Conveniences of every page; nothing here is needed to read or to ask.
"use strict";

const isEnglish = document.documentElement.lang === "en";

async function copyText(button) {
  const source = button.dataset.copyFrom;
  const text = source ? document.getElementById(source).innerText.trim() : button.dataset.copy;
  button.dataset.label ??= button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = isEnglish ? "Copied" : "写しました";
  } catch {
    button.textContent = isEnglish ? "Not allowed" : "写せません";
  }
  clearTimeout(button.dataset.timer);
  button.dataset.timer = setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
}

for (const button of document.querySelectorAll("button[data-copy], button[data-copy-from]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () => copyText(button));
}
