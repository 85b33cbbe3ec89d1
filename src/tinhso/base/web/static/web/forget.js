// Nobody is signed in here: pages that the browser kept for somebody go.
(async () => {
  "use strict";
  if (!window.caches) return;
  for (const name of await caches.keys()) await caches.delete(name);
})();
