// The wall: views take turns, the clock runs, the page loads itself anew.
(function () {
  "use strict";
  const views = [...document.querySelectorAll(".wall__view")];
  const clock = document.querySelector("[data-clock]");
  const seconds = Number(document.body.dataset.refresh) || 300;
  const formatter = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
  let shown = 0;
  function show(index) {
    shown = index % (views.length || 1);
    views.forEach((view, at) => { view.hidden = at !== shown; });
    document.dispatchEvent(new CustomEvent("tinhso:content", { detail: views[shown] || document }));
  }
  function tick() { if (clock) clock.textContent = formatter.format(new Date()); }
  function reload() {
    // Only when the server answers: a wall must never show an error.
    const later = () => setTimeout(reload, 30000);
    fetch(location.href, { cache: "no-store" }).then((answer) => (answer.ok ? location.reload() : later()), later);
  }
  if (views.length > 1) { show(0); setInterval(() => show(shown + 1), 20000); }
  tick();
  setInterval(tick, 5000);
  setTimeout(reload, seconds * 1000);
})();
