// Puts the theme a person chose earlier on the page before it is painted. A classic script on purpose: modules run later.
// The toggle itself lives in panel.js, under the same key.
(function () {
  var kept = null;
  try {
    kept = localStorage.getItem("theme");
  } catch {
    // Storage may be forbidden; the system's preference then decides.
  }
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
})();
