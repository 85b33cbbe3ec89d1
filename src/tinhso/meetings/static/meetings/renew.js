// Loads the page of a short-lived code again before the code ends.
(function () {
  "use strict";
  const part = document.querySelector("[data-renew]");
  if (part) setTimeout(() => location.reload(), Number(part.dataset.renew) * 1000);
})();
