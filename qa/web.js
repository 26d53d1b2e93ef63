// Runs before gradio's own scripts: its built-in words in Chinese, Enter safe for input methods, news read aloud.
"use strict";
(() => {
  Object.defineProperty(Navigator.prototype, "language", { get: () => "zh-CN" });
  Object.defineProperty(Navigator.prototype, "languages", { get: () => ["zh-CN", "zh"] });

  // Enter that picks a candidate of an input method must not send the question; while a conversation is being resumed
  // nothing asks, because the answer to it would be lost.
  let resuming = false;
  const ASKS = "#sh-send, #sh-new, .sh-example, .sh-again";
  const hold = (event) => { event.stopImmediatePropagation(); event.preventDefault(); };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
    else if (resuming && event.target instanceof Element && event.target.closest("#sh-box")) hold(event);
  }, true);
  document.addEventListener("click", (event) => {
    if (resuming && event.isTrusted && event.target instanceof Element && event.target.closest(ASKS)) hold(event);
  }, true);

  // What this browser keeps for itself; a browser that keeps nothing, or something else, does no harm.
  const kept = (name) => {
    try {
      const held = JSON.parse(localStorage.getItem(name));
      return Array.isArray(held) ? held.filter((one) => typeof one === "string") : [];
    } catch { return []; }
  };
  const keep = (name, held) => { try { localStorage.setItem(name, JSON.stringify(held)); } catch { /* not kept */ } };

  // The arrow brings back what was asked in this browser, the last first.
  const asked = kept("sh-asked");
  let back = 0;
  const remember = (text) => {
    if (!text.trim()) return;
    asked.push(text.slice(0, 2000));
    asked.splice(0, asked.length - 50);
    keep("sh-asked", asked);
    back = 0;
  };
  document.addEventListener("keydown", (event) => {
    const box = event.target instanceof Element && event.target.closest("#sh-box textarea");
    if (!box || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) return remember(box.value);
    const shown = back ? asked[asked.length - back] : "";
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step || box.value !== shown || back + step < 0 || back + step > asked.length) return;
    event.preventDefault();
    back += step;
    type(box, back ? asked[asked.length - back] : "");
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("#sh-send")) remember(document.querySelector("#sh-box textarea").value);
  }, true);

  // The conversation outlives a reload. Only its questions are kept: they are asked anew, so that nothing that is shown
  // comes from here. Each tab keeps its own; a new one begins with the last of this browser.
  const TALK = "sh-talk", KEPT = "#sh-kept-box :is(textarea, input)";
  const stores = () => { try { return [sessionStorage, localStorage]; } catch { return []; } };
  const conversation = () => stores().map((store) => store.getItem(TALK)).find((held) => held !== null) || "[]";
  const keepConversation = (held) => { for (const store of stores()) try { store.setItem(TALK, held); } catch { /* not kept */ } };
  let noted = "[]";
  const note = () => {
    const turns = [...document.querySelectorAll("#sh-thread .sh-question input.sh-words")].slice(-20);
    const held = JSON.stringify(turns.map((one) => [one.value, one.classList.contains("sh-own")]));
    if (held === noted || held === "[]") return;
    noted = held;
    keepConversation(held);
  };
  document.addEventListener("click", (event) => {
    if (!resuming && event.target instanceof Element && event.target.closest("#sh-new")) keepConversation("[]");
  }, true);
  const resume = () => {
    const held = conversation();
    if (held === "[]" || held.length > 200_000) return;
    resuming = true;
    tell("sh-kept", held);
    const since = Date.now();
    const waiting = setInterval(() => {
      // the server empties the box when it is done
      if (document.querySelector(KEPT)?.value && Date.now() - since < 10_000) return;
      resuming = false;
      clearInterval(waiting);
    }, 50);
  };

  // A click that asks: the question goes into a box of its own, because it leans on no earlier one.
  const type = (box, text) => {
    const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set;
    set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const tell = (name, text) => {
    type(document.querySelector(`#${name}-box :is(textarea, input)`), text);
    setTimeout(() => document.getElementById(`${name}-send`).click(), 30);
  };
  const copy = async (button) => {
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(button.value);
    } catch {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = button.value;
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "已复制";
    setTimeout(() => { button.textContent = words; }, 1500);
  };

  // What a visitor says of an answer is kept beside the library.
  const judge = async (button, told) => {
    const reply = await fetch("feedback", {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ question: button.value, ...told }),
    });
    const actions = button.closest(".sh-actions");
    for (const place of actions.querySelectorAll(".sh-good, .sh-wrong")) place.remove();
    const said = actions.appendChild(document.createElement("span"));
    said.className = "sh-thanks";
    said.textContent = reply.ok ? "已记下，谢谢" : "没有记下，请稍后再试";
  };

  // The report's text opens beside the chat; without this script the same link opens it as a page.
  const here = (place) => {
    const mark = place.querySelector("mark.sh-asked, mark.sh-place, #sh-here");
    if (mark) mark.scrollIntoView({ block: "center", inline: mark.closest(".sh-sheet-frame") ? "end" : "nearest" });
  };
  const openReport = async (href) => {
    let dialog = document.getElementById("sh-dialog");
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.id = "sh-dialog";
      dialog.setAttribute("aria-label", "报告原文");
      const close = document.createElement("button");
      close.type = "button";
      close.className = "sh-close";
      close.textContent = "关闭";
      close.addEventListener("click", () => dialog.close());
      const whole = document.createElement("a");
      whole.className = "sh-whole";
      whole.target = "_blank";
      whole.textContent = "单独打开";
      const bar = document.createElement("div");
      bar.className = "sh-bar";
      bar.append(whole, close);
      dialog.append(bar, document.createElement("div"));
      dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
      (document.getElementById("shushuo") || document.body).append(dialog);
    }
    const url = new URL(href, location.href);
    dialog.querySelector(".sh-whole").href = url.href;
    url.searchParams.set("part", "1");
    const reply = await fetch(url);
    dialog.lastElementChild.innerHTML = await reply.text();
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    here(dialog);
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target && target.closest("button");
    if (button && button.classList.contains("sh-again")) return tell("sh-alone", button.value);
    if (button && button.classList.contains("sh-copy")) return void copy(button);
    if (button && button.classList.contains("sh-good")) return void judge(button, { verdict: "right" });
    if (button && button.classList.contains("sh-bad")) {
      const form = button.closest(".sh-form");
      return void judge(button, { verdict: "wrong", why: form.querySelector(".sh-why").value, right: form.querySelector(".sh-right").value });
    }
    if (button && button.classList.contains("sh-pick")) {
      tell("sh-pick", button.value);
      return document.getElementById("sh-chosen").scrollIntoView({ block: "center", behavior: "smooth" });
    }
    const link = target && target.closest("a.sh-open");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !document.body.classList.contains("sh-page")) {
      event.preventDefault();
      openReport(link.href);
    }
  });

  // A page that cannot be drawn says why in its picture's place.
  document.addEventListener("error", async (event) => {
    const image = event.target;
    if (!(image instanceof HTMLImageElement) || !image.classList.contains("sh-sheet-image")) return;
    const said = document.createElement("span");
    said.className = "sh-sheet-missing";
    image.replaceWith(said);
    const reply = await fetch(image.src).catch(() => null);
    said.textContent = reply && reply.headers.get("content-type").startsWith("text/plain") ? await reply.text() : "这一页的图没有取到。";
  }, true);

  // Switches of the legend: remembered in this browser, and set again whenever the evidence is drawn anew.
  const off = new Set(kept("sh-off"));
  const switches = () => {
    for (const name of ["sh-asked", "sh-other", "sh-word", "sh-sentence"]) document.body.classList.toggle(`${name}-off`, off.has(name));
    for (const box of document.querySelectorAll("input.sh-switch")) if (box.checked === off.has(box.value)) box.checked = !off.has(box.value);
  };
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !box.classList.contains("sh-switch")) return;
    if (box.checked) off.delete(box.value); else off.add(box.value);
    keep("sh-off", [...off]);
    switches();
  });

  // Plots fit the width they have.
  const fit = () => {
    for (const plot of document.querySelectorAll("svg.sh-chart:not([viewBox])")) {
      plot.setAttribute("viewBox", `0 0 ${plot.getAttribute("width")} ${plot.getAttribute("height")}`);
      plot.setAttribute("width", "100%");
      plot.removeAttribute("height");
      plot.setAttribute("role", "img");
      plot.setAttribute("aria-label", "图，数字见表");
    }
  };

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
  // gradio's own name for the upload button is English; without it the words on the button are its name.
  const named = () => document.querySelectorAll(".upload-container[aria-label]").forEach((button) => button.removeAttribute("aria-label"));
  const start = () => {
    if (document.body.classList.contains("sh-page")) {
      document.body.classList.toggle("dark", matchMedia("(prefers-color-scheme: dark)").matches);
      return here(document);
    }
    switches();
    new MutationObserver(() => requestAnimationFrame(() => { follow(); note(); translate(); switches(); fit(); named(); })).observe(document.body, { childList: true, subtree: true });
    // gradio hears a click only some time after it has drawn the button; the welcome is the first that it hears from the server
    const welcomed = setInterval(() => {
      if (!document.querySelector("#sh-thread .sh-welcome")) return;
      clearInterval(welcomed);
      resume();
    }, 30);
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
