"use strict";
(() => {
  // Light or dark, for who wants the other one than the system has.
  const root = document.documentElement, button = document.createElement("button");
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const name = () => { button.textContent = isDark() ? "Light" : "Dark"; button.setAttribute("aria-label", "Use " + button.textContent.toLowerCase() + " colours"); };
  button.id = "theme"; button.type = "button"; name();
  button.onclick = () => { root.dataset.theme = isDark() ? "light" : "dark"; name(); };
  document.body.prepend(button);

  // Each figure as a file: what is drawn, and the numbers behind it.
  const save = (name, type, content) => {
    const link = document.createElement("a"), url = URL.createObjectURL(new Blob([content], { type }));
    link.href = url; link.download = name; link.click(); setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  for (const figure of document.querySelectorAll("figure[data-file]")) {
    const svg = figure.querySelector("svg"), file = figure.dataset.file, bar = document.createElement("p");
    const offer = (label, words, act) => {
      const link = document.createElement("button");
      link.type = "button"; link.textContent = label; link.setAttribute("aria-label", words); link.onclick = act; bar.append(link);
    };
    bar.className = "files";
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const drawn = () => {
      const copy = svg.cloneNode(true);
      copy.setAttribute("width", width); copy.setAttribute("height", height);
      const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", "#ffffff"]]) paper.setAttribute(name, value);
      copy.querySelector("desc").after(paper);
      return copy;
    };
    offer("SVG", "Save " + file + " as SVG", () => save(file + ".svg", "image/svg+xml", '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(drawn())));
    // By the browser's own print to PDF, which embeds the fonts: one page of the figure's size, named as the file.
    offer("PDF", "Print " + file + " alone, to save it as PDF", () => {
      const sheet = document.createElement("div"), style = new CSSStyleSheet(), title = document.title;
      sheet.id = "sheet"; sheet.append(drawn());
      style.replaceSync(`@page { size: ${width}px ${height}px; margin: 0; } @media print { body > :not(#sheet) { display: none; } #sheet { display: block; } }`);
      document.adoptedStyleSheets.push(style); document.body.append(sheet); document.title = file;
      addEventListener("afterprint", () => { sheet.remove(); document.adoptedStyleSheets = []; document.title = title; }, { once: true });
      print();
    });
    offer("CSV", "Save the numbers of " + file + " as CSV", () => save(file + ".csv", "text/csv", Uint8Array.from(atob(figure.dataset.csv), c => c.charCodeAt(0))));
    figure.querySelector("details").before(bar);
  }

  // Values under the pointer. The axes tell how pixels become numbers: kind low high fromPixel toPixel quantity.
  const digits = v => { const a = Math.abs(v); return a === 0 ? "0" : a < 1 ? String(+v.toPrecision(3)) : a < 9.995 ? String(+v.toFixed(2)) : a < 99.95 ? String(+v.toFixed(1)) : Math.round(v).toLocaleString("en"); };
  const scaled = (v, units) => { let u = units[0]; for (const n of units) if (Math.abs(v) >= n[0] * .9995) u = n; return digits(v / u[0]) + " " + u[1]; };
  const bytes = v => scaled(v, [[1, "B"], [1e3, "kB"], [1e6, "MB"], [1e9, "GB"], [1e12, "TB"]]);
  const text = {
    time: v => scaled(v, [[1e-9, "ns"], [1e-6, "µs"], [1e-3, "ms"], [1, "s"]]),
    clock: v => v < 120 ? digits(v) + " s" : scaled(v, [[60, "min"], [3600, "h"], [86400, "d"]]),
    count: digits, rate: v => digits(v) + "/s", share: v => String(+(v * 100).toPrecision(4)) + " %", probability: v => String(+v.toFixed(5)), bytes, byterate: v => bytes(v) + "/s",
  };
  const axis = spec => {
    const [kind, l, h, p, q, quantity] = spec.split(" "), [low, high, from, to] = [l, h, p, q].map(Number);
    const value = f => kind === "log" ? low * (high / low) ** f : kind === "tail" ? 1 - (1 - high) ** f : low + f * (high - low);
    return { from, to, show: pixel => text[quantity](value(Math.min(1, Math.max(0, (pixel - from) / (to - from))))) };
  };
  const lines = svg => [...svg.querySelectorAll(".line[data-name]")].map(path => ({
    name: path.dataset.name,
    pieces: path.getAttribute("d").split("M").slice(1).map(piece => piece.split("L").map(point => point.split(" ").map(Number))),
  }));
  const cross = (pieces, i, at) => {
    for (const piece of pieces) for (let k = 1; k < piece.length; k++) {
      const [a, b] = [piece[k - 1], piece[k]];
      if ((a[i] - at) * (b[i] - at) <= 0 && a[i] !== b[i]) return a[1 - i] + (b[1 - i] - a[1 - i]) * (at - a[i]) / (b[i] - a[i]);
    }
    return NaN;
  };
  const box = document.createElement("div"), hair = document.createElementNS("http://www.w3.org/2000/svg", "line");
  box.id = "readout"; box.hidden = true; box.setAttribute("aria-hidden", "true"); hair.setAttribute("class", "axis"); document.body.append(box);
  const hide = () => { box.hidden = true; hair.remove(); };
  for (const svg of document.querySelectorAll("svg[data-by]")) {
    const x = axis(svg.dataset.x), y = axis(svg.dataset.y), i = svg.dataset.by === "y" ? 1 : 0, along = i ? y : x, other = i ? x : y, all = lines(svg);
    svg.addEventListener("pointermove", event => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse()), at = i ? point.y : point.x;
      const rows = all.map(line => [line.name, cross(line.pieces, i, at)]).filter(row => !isNaN(row[1]));
      if (!rows.length || (at - along.from) * (at - along.to) > 0) return hide();
      box.textContent = [along.show(at), ...rows.map(row => (row[0] ? row[0].slice(0, 40) + "  " : "") + other.show(row[1]))].join("\n");
      for (const [k, v] of Object.entries(i ? { x1: x.from, x2: x.to, y1: at, y2: at } : { x1: at, x2: at, y1: y.from, y2: y.to })) hair.setAttribute(k, v);
      svg.append(hair); box.hidden = false;
      box.style.left = Math.max(4, Math.min(event.pageX + 14, root.clientWidth - box.offsetWidth - 6)) + "px";
      box.style.top = event.pageY + 16 + "px";
    });
    svg.addEventListener("pointerleave", hide);
  }
})();
