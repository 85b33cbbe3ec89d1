// Quick entry of minutes: what is typed stays on this machine until it was taken; others' entries appear by themselves.
(function () {
  "use strict";
  const every = 8000;
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem("tinhso.minutes." + key)); } catch (_) { return null; } },
    set(key, value) { try { localStorage.setItem("tinhso.minutes." + key, JSON.stringify(value)); } catch (_) { /* not kept */ } },
    drop(key) { try { localStorage.removeItem("tinhso.minutes." + key); } catch (_) { /* not kept */ } }
  };
  const newKey = () => (crypto.randomUUID ? crypto.randomUUID() : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16)));

  document.querySelectorAll("form[data-minutes]").forEach((form) => {
    const meeting = form.dataset.minutes, said = form.querySelector("[data-said]"), refused = form.querySelector("[data-refused]");
    const list = document.querySelector('[data-entries="' + meeting + '"]');
    const text = form.elements.text, fields = ["text", "speaker", "agency", "item"];
    const say = (word) => { said.textContent = word || ""; };
    const complain = (words) => { refused.hidden = !words; refused.textContent = words || ""; };
    const draw = (answer) => {
      if (list && answer.html !== undefined && !list.contains(document.activeElement)) {
        const page = new DOMParser().parseFromString(answer.html, "text/html");
        list.replaceChildren(...[...page.body.childNodes].map((node) => document.importNode(node, true)));
      }
    };

    // ---- what was typed before the page was left
    const before = store.get(meeting);
    if (before && !text.value) {
      fields.forEach((name) => { if (form.elements[name] && before[name]) form.elements[name].value = before[name]; });
      if (before.text) { form.elements.key.value = before.key || form.elements.key.value; say(said.dataset.kept); }
    }
    form.addEventListener("input", () => {
      const kept = { key: form.elements.key.value };
      fields.forEach((name) => { kept[name] = form.elements[name].value; });
      store.set(meeting, kept);
      say(text.value ? said.dataset.kept : "");
    });

    // ---- sending: the same key again is the same entry, so trying twice does no harm
    const queue = meeting + ".queue";
    async function send(body) {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body), credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } });
      if (answer.ok) { draw(await answer.json()); return ""; }
      if (answer.status >= 500) throw new Error(String(answer.status));
      const told = await answer.json().catch(() => ({ message: String(answer.status) }));
      return [told.message, told.hint].filter(Boolean).join(" ");
    }
    async function flush() {
      let waiting = store.get(queue) || [];
      while (waiting.length) {
        const wrong = await send(waiting[0]);
        if (wrong) { complain(wrong); text.value = text.value || waiting[0].text; }
        waiting = (store.get(queue) || []).slice(1);
        store.set(queue, waiting);
      }
      store.drop(queue);
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!text.value.trim()) { text.focus(); return; }
      const body = Object.fromEntries(new FormData(form).entries());
      complain("");
      try {
        await flush();
        const wrong = await send(body);
        if (wrong) { complain(wrong); return; }
        say(said.dataset.sent);
        if (!list) location.reload();
      } catch (_) {
        store.set(queue, [...(store.get(queue) || []), body]);
        say(said.dataset.waits);
      }
      text.value = "";
      form.elements.key.value = newKey();
      store.drop(meeting);
      text.focus();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    });

    // ---- what the other secretary wrote
    setInterval(async () => {
      if (document.hidden) return;
      try {
        await flush();
        const answer = await fetch(form.dataset.read, { headers: { Accept: "application/json" }, credentials: "same-origin" });
        if (answer.ok) draw(await answer.json());
        if (said.textContent === said.dataset.waits) say(said.dataset.sent);
      } catch (_) { /* looked at again later */ }
    }, every);
  });
})();
