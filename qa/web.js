// Runs before gradio's own scripts: its built-in words in Chinese, Enter safe for input methods, news read aloud.
"use strict";
(() => {
  Object.defineProperty(Navigator.prototype, "language", { get: () => "zh-CN" });
  Object.defineProperty(Navigator.prototype, "languages", { get: () => ["zh-CN", "zh"] });

  // Enter that picks a candidate of an input method must not send the question.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
  }, true);

  // Show each new turn from its question on, not from its last line.
  let shown = 0;
  const scrollerOf = (element) => {
    for (let at = element.parentElement; at; at = at.parentElement) {
      if (at.scrollHeight > at.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
    }
    return null;
  };
  const follow = () => {
    const turns = document.querySelectorAll("#sh-thread .sh-question, #sh-thread .sh-answer");
    if (turns.length === shown) return;
    shown = turns.length;
    const last = [...turns].reverse().find((turn) => turn.classList.contains("sh-question"));
    const box = last && document.getElementById("sh-thread").contains(scrollerOf(last)) ? scrollerOf(last) : null;
    if (box) box.scrollTop += last.getBoundingClientRect().top - box.getBoundingClientRect().top;
  };
  const start = () => {
    new MutationObserver(() => requestAnimationFrame(follow)).observe(document.body, { childList: true, subtree: true });
    const news = setInterval(() => {
      const place = document.getElementById("sh-news");
      if (!place) return;
      place.setAttribute("aria-live", "polite");
      clearInterval(news);
    }, 500);
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
