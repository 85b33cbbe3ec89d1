// Keeps a page fresh: asks for the version of the figures, and brings anew what is marked `data-live`.
(function () {
  "use strict";
  if (window.tinhsoLive) return;
  window.tinhsoLive = true;
  const EVERY = 500, LATEST = 15000, source = document.querySelector("[data-version-at]");
  const address = location.href; // as it was asked for: a map may write its period into it since
  if (!source) return;
  let version = null, wait = EVERY, busy = false, pressed = false;
  addEventListener("pointerdown", () => { pressed = true; });
  ["pointerup", "pointercancel"].forEach((name) => addEventListener(name, () => { pressed = false; }));
  const released = () => new Promise((done) => { (function look() { if (pressed) setTimeout(look, 50); else done(); })(); });

  // What a reader opened stays open; the element with the focus keeps it.
  function swap(page) {
    document.querySelectorAll("[data-live][id]").forEach((now) => {
      const found = page.getElementById(now.id);
      if (!found || !now.isConnected) return;
      now.dispatchEvent(new CustomEvent("tinhso:leaving", { bubbles: true }));
      now.querySelectorAll("[data-mapx]").forEach((one) => one.dispatchEvent(new CustomEvent("tinhso:leaving")));
      const fresh = document.importNode(found, true), focused = now.contains(document.activeElement) ? document.activeElement.id : "";
      const open = [...now.querySelectorAll("details")].map((one) => one.open);
      fresh.querySelectorAll("details").forEach((one, index) => { if (open[index]) one.open = true; });
      now.replaceWith(fresh);
      document.dispatchEvent(new CustomEvent("tinhso:content", { detail: fresh }));
      if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
    });
  }
  // A view that had nothing to show may now need files that this page did not load.
  function needsMore(page) {
    const files = (of) => [...of.querySelectorAll("script[src], link[rel='stylesheet']")].map((one) => one.getAttribute("src") || one.getAttribute("href"));
    const loaded = new Set(files(document));
    return files(page).some((one) => !loaded.has(one));
  }
  async function renew() {
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await released();
    if (needsMore(page)) location.reload(); else swap(page);
    return true;
  }
  async function look() {
    if (busy || document.hidden) return;
    busy = true;
    try {
      const answer = await fetch(source.dataset.versionAt, { cache: "no-cache", credentials: "same-origin" });
      const told = answer.ok ? String((await answer.json()).version) : version;
      if (version !== null && told !== version && !(await renew())) throw new Error("not answered");
      version = told;
      wait = answer.ok ? EVERY : Math.min(LATEST, wait * 2);
    } catch (_) { wait = Math.min(LATEST, wait * 2); } finally { busy = false; }
  }
  function turn() { look().then(() => setTimeout(turn, wait)); }
  document.addEventListener("visibilitychange", () => { wait = EVERY; look(); });
  version = source.dataset.version || null;
  turn();
})();
