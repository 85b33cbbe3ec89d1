// The wall: screens take turns, then the next dashboard is brought and put in place without a flicker. What the
// server does not answer is not missed: the last stands, and the wall says since when it is alone.
(function () {
  "use strict";
  const HOURS = 6, began = Date.now();
  const clock = () => document.querySelector("[data-clock]");
  const time = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
  const plan = () => document.getElementById("wall-plan");
  const views = () => [...document.querySelectorAll(".wall__view")];
  let shown = 0, here = location.href, away = null, turn = null;

  function tick() { if (clock()) clock().textContent = time.format(new Date()); }
  function show(index) {
    const all = views();
    shown = all.length ? index % all.length : 0;
    all.forEach((view, at) => { view.hidden = at !== shown; });
    document.dispatchEvent(new CustomEvent("tinhso:content", { detail: all[shown] || document }));
  }
  function alone(isAway) {
    const line = document.getElementById("wall-away");
    away = isAway ? away || new Date() : null;
    if (!line) return;
    line.hidden = !away;
    line.textContent = away ? `${plan().dataset.away} ${time.format(away)}` : "";
  }
  async function brought(address) {
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("wall-plan")) throw new Error("no wall");
    await ready(page);
    return page;
  }
  // Style sheets first, so that nothing is drawn bare; scripts that are not here yet after them.
  async function ready(page) {
    const have = (kind, name) => [...document.querySelectorAll(kind)].map((one) => one.getAttribute(name));
    const sheets = [...page.querySelectorAll('link[rel="stylesheet"]')].filter((one) => !have("link", "href").includes(one.getAttribute("href")));
    await Promise.all(sheets.map((one) => new Promise((done) => {
      const link = document.importNode(one, true);
      link.onload = link.onerror = done;
      document.head.append(link);
    })));
    for (const one of [...page.querySelectorAll("script[src]")].filter((each) => !have("script[src]", "src").includes(each.getAttribute("src")))) {
      await new Promise((done) => {
        const script = document.createElement("script");
        script.src = one.getAttribute("src");
        script.onload = script.onerror = done;
        document.head.append(script);
      });
    }
  }
  function put(page, index) {
    document.title = page.title;
    const fresh = page.querySelector("main"), head = page.querySelector(".wall__head");
    const whole = document.importNode(fresh, true);
    [...whole.querySelectorAll(".wall__view")].forEach((view, at) => { view.hidden = at !== index; });
    document.querySelector("main").replaceWith(whole);
    if (head) document.querySelector(".wall__head").replaceWith(document.importNode(head, true));
    tick();
    alone(false);
    show(index);
  }
  async function onward() {
    const next = plan() && plan().dataset.next;
    if (shown + 1 < views().length) { show(shown + 1); return; }
    try {
      if (Date.now() - began > HOURS * 3600e3) { await fetch(next, { cache: "no-store" }); location.assign(next); return; }
      const page = await brought(next);
      put(page, 0);
      here = new URL(next, location.href).href;
      history.replaceState(null, "", here);
    } catch { alone(true); show(0); }
  }
  // What was published meanwhile shows at once, on the screen that stands.
  async function look() {
    const said = plan();
    if (!said || document.hidden) return;
    try {
      const answer = await fetch(said.dataset.versionAt, { cache: "no-cache" });
      if (!answer.ok) throw new Error(String(answer.status));
      if (String((await answer.json()).version) !== said.dataset.version) put(await brought(here), shown);
      else alone(false);
    } catch { alone(true); }
  }
  function begin() {
    clearInterval(turn);
    turn = setInterval(onward, (Number(plan() && plan().dataset.seconds) || 20) * 1000);
  }
  show(0);
  tick();
  begin();
  setInterval(tick, 5000);
  setInterval(look, 2000);
})();
