// Without a line: the worker that keeps the page, the line that says how many cells wait, what is kept where.
(() => {
  "use strict";
  const entry = window.tinhsoEntry;
  if (!entry) return;
  const find = (name) => document.querySelector(`[data-entry-${name}]`);
  const line = find("line"), words = find("line-words"), now = find("now"), again = find("sign-in"), first = find("first");
  const keptBand = find("kept"), shelf = find("shelf"), home = entry.page.dataset.home;
  const isKept = "kept" in document.documentElement.dataset;
  const number = (text, count) => text.replace("{n}", count);

  // ---- the line: quiet while nothing waits
  const show = async () => {
    const records = await entry.all();
    const sum = (...states) => records.reduce((total, record) => total + entry.count(record, ...states), 0);
    const waiting = sum("waiting"), moved = sum("moved"), stuck = sum("stuck");
    const { state, said } = entry.sync;
    const away = state === "offline" || !navigator.onLine;
    const why = away ? "offline" : state;
    if (state === "sending" && line.hidden && !away) return;
    const told = [];
    if (away && isKept && waiting) told.push(number(line.dataset.waiting, waiting));
    else if (["offline", "session", "other"].includes(why) && waiting) told.push(number(line.dataset[why], waiting));
    else if (away && !isKept) told.push(line.dataset.away);
    else if (why === "refused") told.push(said);
    else if (waiting) told.push(number(line.dataset.sending, waiting));
    if (records.some((record) => record.send || (record.flying && record.flying.send)) && told.length) told.push(line.dataset.send);
    if (moved) told.push(number(line.dataset.moved, moved));
    if (stuck) told.push(number(line.dataset.stuck, stuck));
    line.hidden = !told.length;
    words.textContent = told.join(" ");
    now.hidden = !(waiting && (away || why === "refused"));
    again.hidden = !(why === "session" && waiting);
    first.hidden = !document.querySelector("table [data-entry-moved]");
    if (isKept) refresh(away, waiting);
    shelve(records.filter((record) => record.grid !== entry.grid && entry.count(record, "waiting", "moved", "stuck")));
  };
  // A kept page with a line again: it may be read anew, and its forms need the token of whoever is signed in.
  const refresh = (away, waiting) => {
    find("away").hidden = !away;
    find("reload").hidden = away || waiting > 0;
    for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = entry.sync.token();
  };
  let turn = Promise.resolve();
  const soon = () => { turn = turn.then(show).catch(() => null); };
  entry.sync.on(soon);
  addEventListener("input", soon);
  now.addEventListener("click", () => entry.sync.flush());
  first.addEventListener("click", () => document.querySelector("table [data-entry-moved] button:enabled").focus());
  addEventListener("online", soon);

  // ---- other grids of the same person: what waits in them, and what is kept of them
  const sorted = (query) => { const asked = new URLSearchParams(query); asked.sort(); return String(asked); };
  const shelve = async (records) => {
    const lines = new Map();
    if (isKept && window.caches) {
      for (const name of await caches.keys()) {
        for (const one of await (await caches.open(name)).keys()) {
          const url = new URL(one.url), query = url.search.slice(1);
          if (url.pathname === home && url.searchParams.get("period") && query !== sorted(entry.grid)) lines.set(query, "");
        }
      }
    }
    for (const record of records) lines.set(sorted(record.grid), number(shelf.dataset.waiting, entry.count(record, "waiting", "moved", "stuck")));
    shelf.hidden = !lines.size;
    shelf.querySelector("ul").replaceChildren(...[...lines].map(([query, note]) => {
      const item = document.createElement("li"), link = document.createElement("a");
      const asked = new URLSearchParams(query);
      const named = records.find((record) => sorted(record.grid) === query);
      link.href = `${home}?${query}`;
      link.textContent = (named && named.title) || shelf.dataset.grid.replace("{p}", asked.get("period")).replace("{n}", asked.getAll("indicator").length);
      item.append(link, note ? ` · ${note}` : "");
      return item;
    }));
  };

  // ---- a kept page says so, and of when it is
  if (isKept) {
    keptBand.hidden = false;
    find("not-kept").hidden = Boolean(entry.grid) || !location.search;
  }
  find("forget").addEventListener("click", async () => {
    await entry.forget();
    if (window.caches) for (const name of await caches.keys()) await caches.delete(name);
    const table = document.querySelector("table[data-entry]");
    if (table) table.closest("form").reset();
    document.querySelectorAll("table [data-entry-moved]").forEach((box) => box.remove());
    find("forgotten").hidden = false;
    soon();
  });

  // ---- one grid has one address, however it was asked for: opened again, it is found among what is kept
  if (entry.grid && location.pathname === home && location.search !== `?${entry.grid}`) {
    history.replaceState(null, "", `${home}?${entry.grid}${location.hash}`);
  }

  // ---- the worker is told whose page this is and what it is drawn with
  const tellWorker = async () => {
    await navigator.serviceWorker.register(entry.page.dataset.worker, { scope: home, updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    if (isKept || !active) return;
    const files = performance.getEntriesByType("resource")
      .filter(({ name, initiatorType }) => name.startsWith(location.origin) && !["fetch", "xmlhttprequest"].includes(initiatorType))
      .map(({ name }) => name);
    const address = new URL(home + (entry.grid ? `?${entry.grid}` : ""), location.href).href;
    active.postMessage({ owner: `${entry.account} ${document.documentElement.lang}`, address, files: [...new Set(files)] });
  };
  if ("serviceWorker" in navigator) addEventListener("load", () => tellWorker().catch(() => null));
  if (!entry.grid) entry.sync.flush();
  entry.tidy();
  soon();
})();
