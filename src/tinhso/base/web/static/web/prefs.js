// Runs before the first paint: the reader's theme and rail, kept on this device.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("tinhso.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("tinhso.rail") === "narrow") root.dataset.rail = "narrow";
  } catch (_) { /* storage may be closed to us; the defaults stand */ }
})();
