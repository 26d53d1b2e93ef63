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
  // gradio's own messages have no Chinese.
  const MESSAGES = [
    [/exceed|too large/i, "文件超过上限（64 MB），没有上传。请拆成几个文件再添加。"],
    [/busy|queue/i, "现在提问的人太多，请稍后再试。"],
    [/[a-z]{4}/i, "操作没有完成。请刷新页面再试；若仍不行，请重新启动服务。"],
  ];
  const translate = () => {
    for (const place of document.querySelectorAll(".toast-item *")) {
      const found = place.childElementCount === 0 && MESSAGES.find(([pattern]) => pattern.test(place.textContent));
      if (found) place.textContent = place.classList.contains("toast-title") ? "没有成功" : found[1];
    }
  };
  const start = () => {
    new MutationObserver(() => requestAnimationFrame(() => { follow(); translate(); })).observe(document.body, { childList: true, subtree: true });
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
