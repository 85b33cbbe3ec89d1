// The desk's keyboard and side panel. Everything here is also reachable without it.
(function () {
  "use strict";
  const root = document.documentElement;
  const $ = (selector, within) => (within || document).querySelector(selector);
  const typing = (element) => element && (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable);
  const keep = (name, value) => { try { localStorage.setItem("tinhso." + name, value); } catch (_) { /* not kept */ } };
  const narrowScreen = () => matchMedia("(max-width: 899px)").matches;

  // ---- rail and theme
  const toggle = $("[data-rail-toggle]");
  function railState() {
    const open = narrowScreen() ? "railOpen" in root.dataset : root.dataset.rail !== "narrow";
    if (toggle) toggle.setAttribute("aria-expanded", String(open));
  }
  if (toggle) toggle.addEventListener("click", () => {
    if (narrowScreen()) {
      if ("railOpen" in root.dataset) delete root.dataset.railOpen; else root.dataset.railOpen = "";
    } else {
      const narrow = root.dataset.rail !== "narrow";
      if (narrow) root.dataset.rail = "narrow"; else delete root.dataset.rail;
      keep("rail", narrow ? "narrow" : "wide");
    }
    railState();
  });
  railState();
  const rail = $("#rail"), here = rail && $("[aria-current]", rail);
  if (here && here.offsetTop + here.offsetHeight > rail.clientHeight) rail.scrollTop = here.offsetTop - rail.clientHeight / 2;
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    keep("theme", root.dataset.theme);
    document.dispatchEvent(new CustomEvent("tinhso:theme"));
  });

  // ---- menus close on Escape and on a click elsewhere
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open], details.chip-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // ---- forms that send themselves when a choice changes (a button stays for those without script)
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-auto-submit")) form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // ---- side panel: the main part of a page, beside the list
  const panel = $("#panel"), body = $("#panel-body");
  let opener = null;
  async function openPanel(address, from) {
    opener = from;
    const answer = await fetch(address, { headers: { "X-Panel": "1" }, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = $("main", page);
    if (!main) { location.assign(address); return; }
    body.replaceChildren(...[...main.childNodes].map((node) => document.importNode(node, true)));
    $("[data-panel-open]", panel).href = address;
    panel.hidden = false;
    const heading = $("h1, h2", body);
    panel.setAttribute("aria-label", heading ? heading.textContent.trim() : "");
    body.focus();
    if (window.htmx) window.htmx.process(body);
    document.dispatchEvent(new CustomEvent("tinhso:content", { detail: body }));
  }
  function closePanel() {
    if (!panel || panel.hidden) return false;
    panel.hidden = true;
    body.replaceChildren();
    if (opener) opener.focus();
    return true;
  }
  if (panel) $("[data-panel-close]", panel).addEventListener("click", closePanel);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("button, input, select, label, summary")) return;
    const link = event.target.closest("a");
    if (link && !link.hasAttribute("data-panel")) return;
    const row = event.target.closest("tr[data-href]");
    const address = link ? link.href : row && row.dataset.href;
    if (!address || !panel || narrowScreen() || String(getSelection())) {
      if (row && !link && address) location.assign(address);
      return;
    }
    event.preventDefault();
    if (row) makeCurrent(row, false);
    openPanel(address, link || $("a", row) || row);
  });

  // ---- keys: / search, j k move, Enter opens, e edits, Escape closes
  let current = null;
  function makeCurrent(row, scroll) {
    if (current) current.classList.remove("is-current");
    current = row;
    row.classList.add("is-current");
    if (scroll) row.scrollIntoView({ block: "nearest" });
    const said = $("#announce");
    if (scroll && said) said.textContent = (row.cells[0] || row).textContent.trim();
  }
  function move(step) {
    const rows = [...document.querySelectorAll("table.data tbody tr[data-href]")];
    if (!rows.length) return;
    const at = rows.indexOf(current);
    makeCurrent(rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step))], true);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const menu = $("details.menu[open], details.chip-menu[open]");
      if (menu) { menu.open = false; $("summary", menu).focus(); } else closePanel();
      return;
    }
    if (typing(event.target)) return;
    if (event.key === "/") { const search = $("[data-slash-focus]"); if (search) { event.preventDefault(); search.focus(); search.select(); } }
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "Enter" && current && event.target === document.body) openPanel(current.dataset.href, $("a", current) || current);
    else if (event.key === "e" && current && current.dataset.edit) location.assign(current.dataset.edit);
  });

  // ---- an error summary takes the focus, so that it is read first
  const summary = $(".error-summary");
  if (summary) summary.focus();
})();
