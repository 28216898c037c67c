"use strict";
const slides = [...document.querySelectorAll("section")];
let at = 0, step = 0, notes = false, desk = null;

function steps(slide) {
  return [...slide.querySelectorAll(".step")];
}

function fit(slide) {
  // Smaller letters and pictures where a slide is higher than its frame.
  const shown = slide.querySelector(".shown");
  for (let size = 100; size >= 40; size -= 5) {
    shown.style.fontSize = Math.max(size, 65) + "%";
    shown.style.setProperty("--scale", size / 100);
    if (shown.scrollHeight <= shown.clientHeight + 1 &&
        shown.scrollWidth <= shown.clientWidth + 1) break;
  }
}

function show() {
  slides.forEach((slide, n) => { slide.hidden = n !== at; });
  const slide = slides[at];
  const all = steps(slide);
  // Room is kept for what comes later: nothing jumps.
  all.forEach((part, n) => { part.style.visibility = n < step ? "visible" : "hidden"; });
  slide.classList.toggle("answered", step === all.length && all.length > 0);
  document.body.classList.toggle("with-notes", notes);
  fit(slide);
  history.replaceState(null, "", "#" + (at + 1));
  document.getElementById("help").textContent =
    (at + 1) + " of " + slides.length + " · → next · ← back · n notes · s speaker";
  slide.focus({ preventScroll: true });
  tell();
}

function tell() {
  // What only the speaker sees: the notes, and how the next slide begins.
  if (!desk || desk.closed) return;
  const after = slides[at + 1];
  desk.document.title = (at + 1) + " of " + slides.length;
  desk.document.body.innerHTML = slides[at].querySelector(".notes").innerHTML +
    "<hr>" + (after ? after.querySelector(".shown").firstElementChild.outerHTML : "");
}

function openDesk() {
  desk = open("", "desk", "width=800,height=700");
  if (!desk) return;
  desk.document.head.innerHTML = document.querySelector("style").outerHTML;
  desk.document.body.style.cssText = "font-size: 18px; padding: 1em";
  desk.onkeydown = press;
  tell();
}

function go(slide, toStep) {
  at = Math.min(Math.max(slide, 0), slides.length - 1);
  step = Math.min(toStep, steps(slides[at]).length);
  show();
}

function next() {
  if (step < steps(slides[at]).length) go(at, step + 1);
  else if (at < slides.length - 1) go(at + 1, 0);
}

function back() {
  if (step > 0) go(at, step - 1);
  else if (at > 0) go(at - 1, Infinity);
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const does = {
    ArrowRight: next, PageDown: next, " ": next, Enter: next,
    ArrowLeft: back, PageUp: back, Backspace: back,
    Home: () => go(0, 0), End: () => go(slides.length - 1, Infinity),
    n: () => { notes = !notes; show(); },
    s: openDesk,
  }[event.key];
  if (does && event.target.tagName !== "A") { event.preventDefault(); does(); }
}
document.addEventListener("keydown", press);
document.addEventListener("click", (event) => {
  if (event.target.closest("a")) return;
  if (event.clientX > innerWidth / 3) next(); else back();
});
addEventListener("resize", show);
slides.forEach((slide) => { slide.tabIndex = -1; });
document.body.classList.add("playing");
go((parseInt(location.hash.slice(1), 10) || 1) - 1, 0);
