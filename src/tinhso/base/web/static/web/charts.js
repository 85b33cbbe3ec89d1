// Turns `<figure data-chart>` with its JSON into an ECharts drawing (SVG). Without this file the table below stays.
(function () {
  "use strict";
  const drawn = new Map();
  const UNSEEN = "~";
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const ROLE = { actual: "--on_track-bar", needed: "--edge", target: "--met-bar", baseline: "--dropped-bar", other: "--dropped-bar", exceeded: "--exceeded-bar", met: "--met-bar", on_track: "--on_track-bar", push: "--push-bar", late: "--late-bar", dropped: "--dropped-bar", unknown: "--unknown-bar", s1: "--s1", s2: "--s2", s3: "--s3", s4: "--s4", s5: "--s5", s6: "--s6", s7: "--s7", s8: "--s8" };
  const colour = (role) => css(ROLE[role] || "--on_track-bar");
  // Lines that only their colour would tell apart differ in their points too.
  const POINTS = { s2: "rect", s3: "triangle", s4: "diamond", s5: "circle", s6: "rect", s7: "triangle", s8: "diamond" };

  const APART = /^s\d$/; // the colours that only tell apart are dark on light paper, light on dark

  function printer(spec, axis) {
    const options = axis || spec.digits == null ? { maximumFractionDigits: 2 } : { minimumFractionDigits: spec.digits, maximumFractionDigits: spec.digits };
    const format = new Intl.NumberFormat(spec.language === "en" ? "en-GB" : "vi-VN", options);
    return (value) => (value == null ? "–" : format.format(value));
  }

  function tooltip(spec, print, text) {
    // DOM nodes holding text only: nothing typed by people is ever taken for markup.
    return {
      trigger: "axis", confine: true, backgroundColor: css("--paper"), borderColor: css("--line-strong"), borderWidth: 1, padding: [8, 10],
      textStyle: { ...text, color: css("--ink") }, axisPointer: { type: spec.kind === "line" || spec.kind === "rank" ? "line" : "shadow", lineStyle: { color: css("--line-strong") }, shadowStyle: { color: css("--line"), opacity: 0.35 } },
      formatter(items) {
        const box = document.createElement("div");
        box.appendChild(document.createElement("b")).textContent = items[0].axisValueLabel || items[0].name;
        items.filter((item) => item.seriesName && !item.seriesName.startsWith(UNSEEN)).forEach((item) => {
          box.appendChild(document.createElement("div")).textContent = `${item.seriesName}: ${print(item.value)} ${item.value == null ? "" : spec.unit}`;
        });
        return box;
      },
    };
  }

  const ROW = 16, MANY = 4;
  function rowsOfMarks(spec, width) {
    // Labels stand on one side of their line; one that would run into another takes the row above.
    const ends = [], step = width / Math.max(1, spec.labels.length - 1);
    return spec.marks.map((mark) => {
      const at = spec.labels.indexOf(mark.at), late = at >= spec.labels.length / 2, long = mark.label.length * 6.6 + 12;
      const from = at * step - (late ? long : 0);
      let row = ends.findIndex((taken) => taken.every(([low, high]) => from > high || from + long < low));
      if (row < 0) row = ends.push([]) - 1;
      ends[row].push([from, from + long]);
      return { mark, row, late, room: late ? at * step : width - at * step };
    });
  }

  function marks(spec, text, placed) {
    if (!placed.length) return undefined;
    return { silent: true, symbol: "none", lineStyle: { color: css("--edge"), type: [3, 4], width: 1 }, label: { ...text, formatter: "{b}", position: "end", distance: 6 }, data: placed.map(({ mark, row, late, room }) => ({ xAxis: mark.at, name: mark.label, label: { align: late ? "right" : "left", distance: [0, 6 + row * ROW], width: Math.max(90, room - 4), overflow: "truncate" } })) };
  }

  function band(series, index) {
    // Uncertainty as two stacked areas: an unseen floor and the band itself.
    const common = { type: "line", stack: UNSEEN + index, symbol: "none", silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
    return [
      { ...common, name: UNSEEN + "low", data: series.band.map(([low]) => low), areaStyle: { opacity: 0 } },
      { ...common, name: UNSEEN + "high", data: series.band.map(([low, high]) => (low == null ? null : high - low)), areaStyle: { color: colour(series.role), opacity: 0.15 } },
    ];
  }

  const lastOf = (series) => series.values.findLast((value) => value != null);
  function lowered(spec, series) {
    // How far down the words at a line's end go so that they lie below those of the lines that end just above.
    const all = spec.series.flatMap((one) => one.values.filter((value) => value != null)), best = spec.kind === "rank";
    const low = best ? Math.min(...all) : Math.min(0, ...all), reach = Math.max(...all) - low || 1, PLOT = 200, LINE = 15;
    const heights = spec.series.filter((one) => lastOf(one) != null).map((one) => ({ one, y: ((best ? lastOf(one) - low : low + reach - lastOf(one)) / reach) * PLOT }));
    let free = -Infinity;
    for (const end of heights.sort((one, other) => one.y - other.y)) {
      const y = Math.max(end.y, free);
      if (end.one === series) return Math.round(y - end.y);
      free = y + LINE;
    }
    return 0;
  }

  function line(spec, series, index, print, text, narrow, placed) {
    const last = series.values.findLastIndex((value) => value != null), named = spec.series.length > 1 && spec.series.length <= MANY && !narrow;
    const paint = colour(series.role), dashed = series.role === "needed" || series.role === "target";
    const marked = !dashed || series.values.filter((value) => value != null).length === 1; // a line of one point would not be seen
    // The first point stands on the axis: its label begins there instead of lying over it.
    const data = series.values.map((value, at) => (at === 0 && value != null && spec.kind === "line" ? { value, label: { align: "left", offset: [3, 0] } } : value));
    return {
      type: "line", name: series.name, data, connectNulls: series.role === "needed", symbol: POINTS[series.role] || "circle", symbolSize: marked ? 7 : 0, showSymbol: marked,
      lineStyle: { color: paint, width: dashed ? 1.5 : 2.5, type: dashed ? [5, 4] : "solid" }, itemStyle: { color: css("--paper"), borderColor: paint, borderWidth: 2 },
      endLabel: { show: named, ...text, color: css("--ink"), distance: 8, offset: [0, lowered(spec, series)], formatter: (item) => (item.value == null ? series.name : `${print(item.value)} ${series.name}`) },
      label: { show: spec.kind === "rank" || (!dashed && series.values.length <= 8 && spec.series.length <= MANY), position: "top", distance: 6, ...text, color: css("--ink"), formatter: (item) => (named && item.dataIndex === last ? "" : print(item.value)) },
      markLine: index === 0 ? marks(spec, text, placed) : undefined, emphasis: { disabled: true },
    };
  }

  function bar(spec, series, print, text, width) {
    const stacked = spec.kind === "stacked", whole = stacked ? Math.max(...spec.labels.map((_, at) => spec.series.reduce((sum, one) => sum + (one.values[at] || 0), 0))) : 0;
    const fits = (value) => !stacked || (value && (value / whole) * width * 0.7 > print(value).length * 7.5);
    return {
      type: "bar", name: series.name, data: series.values, stack: stacked ? "all" : undefined, barMaxWidth: spec.kind === "column" ? 56 : 26, barCategoryGap: "30%", itemStyle: { color: colour(series.role), borderRadius: stacked ? 0 : 2 }, emphasis: { disabled: true },
      label: { show: true, position: stacked ? "inside" : spec.kind === "column" ? "top" : "right", ...text, color: css(stacked && APART.test(series.role) ? "--paper" : "--ink"), formatter: (item) => (fits(item.value) ? print(item.value) : "") },
    };
  }

  function option(spec, width) {
    const text = { fontFamily: css("--font"), fontSize: parseFloat(getComputedStyle(document.body).fontSize) > 15 && document.body.classList.contains("wall") ? 18 : 12, color: css("--muted") };
    const print = printer(spec), lying = spec.kind === "bar" || spec.kind === "stacked", lines = spec.kind === "line" || spec.kind === "rank";
    const narrow = width < 460, legend = (lines && spec.series.length > 1 && (narrow || spec.series.length > MANY)) || spec.kind === "stacked" || (spec.kind === "bar" && spec.series.length > 1), named = lines && spec.series.length > 1 && !legend;
    const longest = lines ? Math.max(...spec.series.map((series) => series.name.length)) : 0;
    const right = named ? Math.min(width * 0.34, 64 + longest * 7.2) : spec.kind === "rank" ? 30 : lines ? 20 : 52;
    const placed = rowsOfMarks(spec, width - right - 40), top = (placed.length ? 30 + Math.max(...placed.map((one) => one.row)) * ROW : 22) + (legend ? 26 : 0);
    const labels = { type: "category", data: spec.labels, inverse: lying, axisTick: { show: false }, axisLine: { onZero: false, lineStyle: { color: css("--line-strong") } }, axisLabel: { ...text, margin: lines ? 10 : 8, alignMinLabel: spec.kind === "line" ? "left" : undefined, alignMaxLabel: spec.kind === "line" && !named ? "right" : undefined, color: lying ? css("--ink") : css("--muted"), hideOverlap: !lying, interval: lying ? 0 : "auto", width: lying ? Math.min(360, width * 0.42) : undefined, overflow: lying ? "truncate" : undefined }, boundaryGap: !lines };
    const values = { type: "value", show: !lying, inverse: spec.kind === "rank", min: spec.kind === "rank" ? 0 : lines ? (range) => (range.min >= 0 && range.min < range.max / 5 ? 0 : null) : 0, max: spec.kind === "rank" ? (range) => Math.ceil(range.max * 1.15) : undefined, boundaryGap: spec.kind === "line" ? ["8%", "14%"] : undefined, scale: lines, splitNumber: 4, splitLine: { show: spec.kind !== "rank", lineStyle: { color: css("--line") } }, axisLabel: { ...text, formatter: printer(spec, true), show: spec.kind !== "rank" } };
    const series = spec.series.flatMap((one, index) => (lines ? [line(spec, one, index, print, text, narrow, placed), ...(one.band ? band(one, index) : [])] : [bar(spec, one, print, text, width)]));
    return {
      animation: false, textStyle: text, aria: { enabled: false },
      legend: { show: legend, type: spec.series.length > MANY ? "scroll" : "plain", width: width - 8, pageTextStyle: text, pageIconColor: css("--ink"), pageIconInactiveColor: css("--line-strong"), data: spec.series.map((one) => one.name), top: 0, left: 0, itemWidth: 14, itemHeight: 8, textStyle: text },
      grid: { left: spec.kind === "rank" ? 30 : 4, right, top, bottom: 4, containLabel: true },
      xAxis: lying ? values : labels, yAxis: lying ? labels : values, tooltip: tooltip(spec, print, text), series,
    };
  }

  // The page behind a mark: that of its own value, else that of its place on the axis.
  function behind(spec, item) {
    const own = spec.series.find((series) => series.name === item.seriesName && series.hrefs);
    return (own && own.hrefs[item.dataIndex]) || spec.hrefs[item.dataIndex];
  }

  function draw(figure) {
    const stage = figure.querySelector(".chart__stage"), source = figure.querySelector('script[type="application/json"]');
    if (!stage || !source || !window.echarts || !stage.clientWidth) return;
    const spec = JSON.parse(source.textContent), bars = spec.kind === "bar" || spec.kind === "stacked" ? spec.labels.length * (spec.kind === "bar" ? spec.series.length : 1) : 0;
    if (bars > 12) stage.style.height = `${Math.min(2400, bars * 24 + spec.labels.length * 6 + 60)}px`;
    let chart = drawn.get(stage);
    if (!chart) {
      chart = window.echarts.init(stage, null, { renderer: "svg" });
      drawn.set(stage, chart);
      new ResizeObserver(() => { chart.resize(); if (stage.clientWidth) chart.setOption(option(spec, stage.clientWidth), true); }).observe(stage);
      chart.on("click", (item) => { const href = behind(spec, item); if (href) location.assign(href); });
    }
    chart.setOption(option(spec, stage.clientWidth), true);
  }
  const drawAll = (within) => [...(within.matches && within.matches("[data-chart]") ? [within] : []), ...within.querySelectorAll("[data-chart]")].forEach(draw);
  const ready = () => drawAll(document);
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(ready); else ready();
  document.addEventListener("tinhso:theme", ready);
  document.addEventListener("tinhso:content", (event) => drawAll(event.detail || document));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ready);
  document.addEventListener("htmx:after:swap", ready);
})();
