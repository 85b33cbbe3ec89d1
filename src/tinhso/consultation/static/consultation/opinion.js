// Commenting in the margin: a selection made by mouse or keyboard, kept on the server as it is typed, and in
// this browser while the server cannot be reached. Without this script the links lead to a page with the form.
(function () {
  "use strict";
  const template = document.getElementById("say");
  const text = document.querySelector("[data-text]");
  const letters = (string) => Array.from(string).length;
  const store = {
    key: (form) => "tinhso.draft." + location.pathname + "." + form.action + "." + (form.dataset.note || form.dataset.clause || ""),
    keep(form) { try { localStorage.setItem(this.key(form), JSON.stringify([form.elements.text.value, form.elements.note.value])); } catch (_) { /* not kept */ } },
    back(form) {
      try {
        const [text, note] = JSON.parse(localStorage.getItem(this.key(form)) || '["", ""]');
        if (!text || form.elements.text.value) return false;
        form.elements.text.value = text;
        form.elements.note.value = note;
        return true;
      } catch (_) { return false; }
    },
    drop(form) { try { localStorage.removeItem(this.key(form)); } catch (_) { /* nothing there */ } },
  };

  // ---- the stretch of a clause that is selected, in letters of its text
  let chosen = null;
  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const at = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("[data-clause]");
    const clause = at(range.startContainer);
    if (!clause || clause !== at(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(clause, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const quote = range.toString(), start = letters(before.toString());
    return quote.trim() ? { clause: clause.dataset.clause, quote, start, end: start + letters(quote) } : null;
  }
  document.addEventListener("selectionchange", () => { const found = selected(); if (found) chosen = found; });

  // ---- saving as it is typed
  const waiting = new WeakMap();
  async function save(form) {
    const saved = form.querySelector("[data-saved]");
    const sent = form.elements.text.value;
    if (!sent.trim()) return;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin" });
      const told = await answer.json();
      if (!answer.ok) { saved.textContent = told.message + " " + (told.hint || ""); return; }
      form.elements.note.value = told.id;
      if (form.elements.text.value !== sent) { store.keep(form); return; }
      saved.textContent = told.said;
      store.drop(form);
    } catch (_) { saved.textContent = saved.dataset.failed; }
  }
  function later(form) {
    store.keep(form);
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => { waiting.set(form, 0); form.saving = (form.saving || Promise.resolve()).then(() => save(form)); }, 1200));
  }
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-autosave")) later(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-autosave") || form.sure) return;
    clearTimeout(waiting.get(form));
    if (!form.saving) { store.drop(form); return; }
    event.preventDefault();
    form.saving.then(() => { form.sure = true; store.drop(form); form.submit(); });
  });

  // ---- the form in the margin
  function open(link) {
    chosen = selected() || chosen; // a quick hand is here before the browser tells of its selection
    const margin = link.closest(".clause__margin");
    let form = margin.querySelector("form.say");
    if (!form) {
      form = template.content.firstElementChild.cloneNode(true);
      form.elements.clause.value = form.dataset.clause = link.dataset.say;
      margin.insertBefore(form, link);
      if (store.back(form)) later(form);
    }
    if (chosen && chosen.clause === link.dataset.say) {
      form.elements.quote.value = chosen.quote;
      form.elements.start.value = chosen.start;
      form.elements.end.value = chosen.end;
      const quote = form.querySelector("[data-quote]");
      quote.textContent = chosen.quote;
      quote.hidden = false;
    }
    chosen = null;
    form.elements.text.focus();
  }
  if (template && text) {
    text.addEventListener("click", (event) => {
      const link = event.target.closest("[data-say]");
      if (link) { event.preventDefault(); open(link); }
      const close = event.target.closest("[data-close]");
      if (close) { const form = close.closest("form"); if (form.elements.text.value.trim()) save(form).then(() => location.reload()); else form.remove(); }
    });
    text.addEventListener("keydown", (event) => {
      const clause = event.target.closest("[data-clause]");
      if (!clause || event.target !== clause) return;
      if (event.key === "Enter") { event.preventDefault(); open(clause.closest(".clause").querySelector("[data-say]")); return; }
      const step = { ArrowRight: ["forward", "word"], ArrowLeft: ["backward", "word"], End: ["forward", "documentboundary"] }[event.key];
      if (!event.shiftKey || !step) return;
      event.preventDefault();
      const selection = getSelection();
      if (!selection.rangeCount || !clause.contains(selection.anchorNode)) selection.collapse(clause, 0);
      if (event.key === "End") selection.extend(clause, clause.childNodes.length); else selection.modify("extend", step[0], step[1]);
    });
  }

  // ---- what an earlier visit could not save comes back
  document.querySelectorAll("form[data-autosave]").forEach((form) => {
    if (store.back(form)) later(form);
  });
})();
