// Moves through a history: the thumb stops at events, and letting go opens the moment it stands at.
const range = document.querySelector("input[type=range][data-moments]");
if (range) {
  const moments = range.dataset.moments.split(" ");
  const stops = range.dataset.stops.split(" ").map(Number);
  const nearest = (value) =>
    stops.reduce((best, stop, index) => (Math.abs(stop - value) < Math.abs(stops[best] - value) ? index : best), 0);
  let index = nearest(range.valueAsNumber);
  let dragging = false;
  let wait;

  range.addEventListener("pointerdown", () => (dragging = true));
  range.addEventListener("pointerup", () => (dragging = false));
  range.addEventListener("input", () => {
    const value = range.valueAsNumber;
    // A key goes to the next event, however near or far it is.
    const step = Math.sign(value - stops[index]);
    index = dragging ? nearest(value) : Math.min(stops.length - 1, Math.max(0, index + step));
    if (!dragging) range.value = stops[index];
    const local = moments[index].slice(0, 16);
    range.setAttribute("aria-valuetext", local.replace("T", " "));
    if (range.form) range.form.elements.at.value = local;
  });
  range.addEventListener("change", () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      const url = new URL(location.href);
      url.searchParams.set("at", moments[index]);
      location.assign(url);
    }, 400);
  });
}
