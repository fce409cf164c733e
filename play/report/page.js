// The cursor of a chart. It stands on one decision of the controller, goes where the pointer or the arrow keys go, and shows
// the numbers of that moment below the chart. All numbers come with the page, already written as people read them.
"use strict";

for (const chart of document.querySelectorAll(".chart")) {
  const moments = JSON.parse(chart.querySelector("script").textContent);
  if (moments.at.length > 0) follow(chart, moments);
}

function follow(chart, moments) {
  const paper = chart.querySelector(".paper");
  const cursors = [...paper.querySelectorAll("svg")].map(cursorOf);
  let now = 0;

  function show(n) {
    now = Math.max(0, Math.min(n, moments.at.length - 1));
    for (const cursor of cursors) cursor.move(moments.milliseconds[now]);
    chart.querySelector(".at").textContent = moments.at[now];
    const said = [moments.at[now]];
    chart.querySelectorAll(".numbers").forEach((numbers, run) => {
      const row = moments.runs[run][now] || [];
      numbers.querySelectorAll("dd").forEach((cell, i) => {
        cell.textContent = row[i] === undefined ? "–" : row[i];
        said.push(cell.previousElementSibling.textContent + " " + cell.textContent);
      });
      const why = numbers.querySelector(".why");
      why.textContent = row[row.length - 1] || "";
      said.push(why.textContent);
    });
    paper.setAttribute("aria-valuenow", now);
    paper.setAttribute("aria-valuetext", said.join(", "));
  }

  function point(event) {
    for (const cursor of cursors) {
      if (cursor.visible()) show(last(moments.milliseconds, cursor.time(event.clientX)));
    }
  }

  // The next one that the table has, or the one before.
  function told(step) {
    const rest = moments.told.filter((n) => (n - now) * step > 0);
    if (rest.length > 0) show(step > 0 ? rest[0] : rest[rest.length - 1]);
  }

  const keys = {
    ArrowLeft: () => show(now - 1), ArrowDown: () => show(now - 1),
    ArrowRight: () => show(now + 1), ArrowUp: () => show(now + 1),
    PageDown: () => told(1), PageUp: () => told(-1),
    Home: () => show(0), End: () => show(moments.at.length - 1),
  };
  paper.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  paper.addEventListener("pointermove", point);
  paper.addEventListener("pointerdown", point);
  paper.setAttribute("aria-valuemax", moments.at.length - 1);
  show(0);
}

// cursorOf adds a line to each plot of a picture. The plots say where their time begins and ends.
function cursorOf(svg) {
  const { left, right, end } = svg.querySelector(".panel").dataset;
  const width = right - left;
  const lines = [...svg.querySelectorAll("[data-top]")].map((plot) => {
    const line = plot.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "line"));
    line.setAttribute("class", "cursor");
    line.setAttribute("y1", plot.dataset.top);
    line.setAttribute("y2", plot.dataset.bottom);
    return line;
  });
  return {
    visible: () => svg.getBoundingClientRect().width > 0,
    move(milliseconds) {
      const x = +left + (milliseconds / end) * width;
      for (const line of lines) {
        line.setAttribute("x1", x);
        line.setAttribute("x2", x);
      }
    },
    time(clientX) {
      const seen = svg.getBoundingClientRect();
      const x = ((clientX - seen.left) / seen.width) * svg.viewBox.baseVal.width;
      return ((x - left) / width) * end;
    },
  };
}

// last is the place of the last moment until a time: that is the decision which holds then.
function last(milliseconds, time) {
  let low = 0, high = milliseconds.length;
  while (low < high) {
    const half = (low + high) >> 1;
    if (milliseconds[half] <= time) low = half + 1; else high = half;
  }
  return low - 1;
}
