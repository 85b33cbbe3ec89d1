// Runs before the first paint: the reader's theme and rail, kept on this device.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  if (document.currentScript && "fixedTheme" in document.currentScript.dataset) return;
  try {
    const theme = localStorage.getItem("tinhso.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("tinhso.rail") === "narrow") root.dataset.rail = "narrow";
  } catch { /* storage may be closed to us; the defaults stand */ }
})();
