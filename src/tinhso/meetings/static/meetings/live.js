// Keeps a meeting's page fresh: asks for its version, and brings anew what is marked `data-live`.
// What somebody is typing in is left alone: a band offers to load the page instead.
(function () {
  "use strict";
  const source = document.querySelector("[data-version-at]");
  if (!source) return;
  const EVERY = 2000, LATEST = 30000, address = location.href;
  let version = source.dataset.version, wait = EVERY;

  const typedIn = (part) => part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")
    || [...part.querySelectorAll("textarea, input:not([type]), input[type='text'], input[type='search']")].some((field) => field.value !== field.defaultValue);
  function offer() {
    if (document.getElementById("meeting-changed")) return;
    const band = document.createElement("p"), words = document.createElement("span"), button = document.createElement("button");
    band.id = "meeting-changed"; band.className = "band band--warning"; band.setAttribute("role", "status");
    words.textContent = source.dataset.changed + " "; button.className = "btn btn--small"; button.type = "button";
    button.textContent = source.dataset.reload; button.addEventListener("click", () => location.reload());
    band.append(words, button); source.before(band);
  }
  function swap(page) {
    document.querySelectorAll("[data-live][id]").forEach((now) => {
      const found = page.getElementById(now.id);
      if (!found || found.isEqualNode(now) || now.querySelector("iframe")) return;
      if (typedIn(now)) { offer(); return; }
      const fresh = document.importNode(found, true), focused = now.contains(document.activeElement) ? document.activeElement.id : "";
      now.replaceWith(fresh);
      document.dispatchEvent(new CustomEvent("tinhso:content", { detail: fresh }));
      if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
    });
  }
  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(source.dataset.versionAt, { cache: "no-cache", credentials: "same-origin" });
      if (!answer.ok) throw new Error("not answered");
      const told = await answer.json(), now = String(told.version);
      if (now !== version) {
        const fresh = await fetch(address, { cache: "no-store", credentials: "same-origin" });
        if (!fresh.ok) throw new Error("not answered");
        swap(new DOMParser().parseFromString(await fresh.text(), "text/html"));
        version = now;
      }
      wait = EVERY;
    } catch (_) { wait = Math.min(LATEST, wait * 2); }
  }
  (function turn() { look().then(() => setTimeout(turn, wait)); })();
})();
