// What scrolls sideways can be reached by keyboard, and only that: each stop costs a key.
const watch = new ResizeObserver((boxes) => {
  for (const { target } of boxes) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("pre, .table-wrapper, .formula")) {
    watch.observe(box);
  }
});
