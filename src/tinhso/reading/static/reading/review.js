// The review page: keys, and parts of it drawn anew without leaving the text. Every link and form works without.
(() => {
  "use strict";
  const here = () => document.getElementById("review");
  const text = () => document.querySelector(".review__text");
  const say = (words) => { const live = document.getElementById("announce"); if (live) live.textContent = words; };
  let busy = false;

  // ---- what an answer says takes the place of what stands; the text stays where it was scrolled to
  function draw(html, url, keepAddress) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("review");
    if (!fresh) { location.assign(url); return; }
    if (here().hasAttribute("data-waits") && !fresh.hasAttribute("data-waits")) { location.reload(); return; }
    const top = text() ? text().scrollTop : 0;
    here().replaceWith(document.adoptNode(fresh));
    if (text()) text().scrollTop = top;
    const at = here().dataset.current;
    if (!keepAddress) history.replaceState(null, "", url.split("#")[0] + (at === undefined ? "" : `#f${at}`));
    settle();
  }

  function settle() {
    const mark = document.querySelector(".found.is-current");
    if (mark) mark.scrollIntoView({ block: "nearest" });
    const wrong = document.querySelector("#sheet .error-summary");
    const field = document.querySelector("#sheet [data-form] select, #sheet [data-form] input:not([type=hidden])");
    if (wrong) wrong.focus(); else if (field) field.focus();
    const head = document.getElementById("sheet-head");
    if (head) say(head.textContent.trim());
  }

  async function ask(url, options, keepAddress) {
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(url, { credentials: "same-origin", ...options });
      const html = await answer.text();
      if (answer.ok || answer.status === 403 || answer.status === 409 || answer.status === 422 || answer.status === 404) draw(html, answer.url || url, keepAddress || !answer.ok);
      else location.reload();
    } catch { location.reload(); } finally { busy = false; }
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("[data-help]")) { document.getElementById("review-help").showModal(); return; }
    const link = event.target.closest("a[data-part]");
    if (!link) return;
    event.preventDefault();
    ask(link.href);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-send-part]");
    if (!form) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter || undefined);
    ask(form.action, { method: "POST", body });
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") document.querySelector("#sheet [data-form] a[data-part]")?.click();
      return;
    }
    if (event.key === "?") { document.getElementById("review-help").showModal(); return; }
    const act = /^[acrunp]$/.test(event.key) && document.querySelector(`#sheet [data-key="${event.key}"]`);
    if (!act) return;
    event.preventDefault();
    act.click();
  });

  // ---- an address that ends with a figure opens it; a text that is being read is looked at again
  const asked = /^#f(\d+)$/.exec(location.hash);
  if (asked && here() && here().dataset.current !== asked[1] && document.getElementById(`f${asked[1]}`)) ask(`?f=${asked[1]}`);
  else settle();
  setInterval(() => { if (here()?.hasAttribute("data-waits")) ask(location.href, {}, true); }, 1500);
})();
