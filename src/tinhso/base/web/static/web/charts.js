// Turns `<figure data-chart>` with its JSON into an ECharts drawing (SVG). Without this file the table below stays.
(function () {
  "use strict";
  const drawn = new Map();
  const UNSEEN = "~";
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const ROLE = { actual: "--on_track-bar", needed: "--edge", target: "--met-bar", baseline: "--dropped-bar", other: "--dropped-bar", exceeded: "--exceeded-bar", met: "--met-bar", on_track: "--on_track-bar", push: "--push-bar", late: "--late-bar", dropped: "--dropped-bar", unknown: "--unknown-bar" };
  const colour = (role) => css(ROLE[role] || "--on_track-bar");

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

  function marks(spec, text) {
    if (!spec.marks.length) return undefined;
    return { silent: true, symbol: "none", lineStyle: { color: css("--edge"), type: [3, 4], width: 1 }, label: { ...text, formatter: "{b}", position: "end", distance: 6 }, data: spec.marks.map((mark) => ({ xAxis: mark.at, name: mark.label, label: { align: spec.labels.indexOf(mark.at) >= spec.labels.length / 2 ? "right" : "left" } })) };
  }

  function band(series, index) {
    // Uncertainty as two stacked areas: an unseen floor and the band itself.
    const common = { type: "line", stack: UNSEEN + index, symbol: "none", silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
    return [
      { ...common, name: UNSEEN + "low", data: series.band.map(([low]) => low), areaStyle: { opacity: 0 } },
      { ...common, name: UNSEEN + "high", data: series.band.map(([low, high]) => (low == null ? null : high - low)), areaStyle: { color: colour(series.role), opacity: 0.15 } },
    ];
  }

  function line(spec, series, index, print, text, narrow) {
    const last = series.values.length - 1, many = spec.series.length > 1 && !narrow;
    const paint = colour(series.role), dashed = series.role === "needed" || series.role === "target";
    return {
      type: "line", name: series.name, data: series.values, connectNulls: series.role === "needed", symbol: "circle", symbolSize: dashed ? 0 : 7, showSymbol: !dashed,
      lineStyle: { color: paint, width: dashed ? 1.5 : 2.5, type: dashed ? [5, 4] : "solid" }, itemStyle: { color: css("--paper"), borderColor: paint, borderWidth: 2 },
      endLabel: { show: spec.series.length > 1, ...text, color: css("--ink"), distance: 8, formatter: (item) => (item.value == null ? series.name : `${print(item.value)} ${series.name}`) }, labelLayout: { moveOverlap: "shiftY" },
      label: { show: spec.kind === "rank" || (!dashed && series.values.length <= 8), position: "top", distance: 6, ...text, color: css("--ink"), formatter: (item) => (many && item.dataIndex === last ? "" : print(item.value)) },
      markLine: index === 0 ? marks(spec, text) : undefined, emphasis: { disabled: true },
    };
  }

  function bar(spec, series, print, text) {
    const stacked = spec.kind === "stacked";
    return {
      type: "bar", name: series.name, data: series.values, stack: stacked ? "all" : undefined, barMaxWidth: 26, barCategoryGap: "30%", itemStyle: { color: colour(series.role), borderRadius: stacked ? 0 : 2 }, emphasis: { disabled: true },
      label: { show: true, position: stacked ? "inside" : spec.kind === "column" ? "top" : "right", ...text, color: css("--ink"), formatter: (item) => (stacked && !item.value ? "" : print(item.value)) },
    };
  }

  function option(spec, width) {
    const text = { fontFamily: css("--font"), fontSize: parseFloat(getComputedStyle(document.body).fontSize) > 15 && document.body.classList.contains("wall") ? 18 : 12, color: css("--muted") };
    const print = printer(spec), lying = spec.kind === "bar" || spec.kind === "stacked", lines = spec.kind === "line" || spec.kind === "rank";
    const labels = { type: "category", data: spec.labels, inverse: lying, axisTick: { show: false }, axisLine: { onZero: false, lineStyle: { color: css("--line-strong") } }, axisLabel: { ...text, color: lying ? css("--ink") : css("--muted"), hideOverlap: !lying, interval: lying ? 0 : "auto", width: lying ? Math.min(360, width * 0.42) : undefined, overflow: lying ? "truncate" : undefined }, boundaryGap: !lines };
    const values = { type: "value", show: !lying, inverse: spec.kind === "rank", min: spec.kind === "rank" ? 0 : lines ? (range) => (range.min >= 0 && range.min < range.max / 5 ? 0 : null) : 0, max: spec.kind === "rank" ? (range) => Math.ceil(range.max * 1.15) : undefined, boundaryGap: spec.kind === "line" ? ["8%", "14%"] : undefined, scale: lines, splitNumber: 4, splitLine: { show: spec.kind !== "rank", lineStyle: { color: css("--line") } }, axisLabel: { ...text, formatter: printer(spec, true), show: spec.kind !== "rank" } };
    const longest = lines ? Math.max(...spec.series.map((series) => series.name.length)) : 0;
    const narrow = width < 460;
    const series = spec.series.flatMap((one, index) => (lines ? [line(spec, one, index, print, text, narrow), ...(one.band ? band(one, index) : [])] : [bar(spec, one, print, text)]));
    if (narrow && lines) series.forEach((one) => { if (one.endLabel) one.endLabel.show = false; });
    return {
      animation: false, textStyle: text, aria: { enabled: false },
      legend: { show: (narrow && lines && spec.series.length > 1) || spec.kind === "stacked", data: spec.series.map((one) => one.name), top: 0, left: 0, itemWidth: 14, itemHeight: 8, textStyle: text },
      grid: { left: 4, right: lines && !narrow && spec.series.length > 1 ? Math.min(width * 0.34, 64 + longest * 7.2) : lines ? 20 : 52, top: (spec.marks.length ? 30 : 22) + ((narrow && lines) || spec.kind === "stacked" ? 22 : 0), bottom: 4, containLabel: true },
      xAxis: lying ? values : labels, yAxis: lying ? labels : values, tooltip: tooltip(spec, print, text), series,
    };
  }

  function draw(figure) {
    const stage = figure.querySelector(".chart__stage"), source = figure.querySelector('script[type="application/json"]');
    if (!stage || !source || !window.echarts || !stage.clientWidth) return;
    const spec = JSON.parse(source.textContent);
    let chart = drawn.get(stage);
    if (!chart) {
      chart = window.echarts.init(stage, null, { renderer: "svg" });
      drawn.set(stage, chart);
      new ResizeObserver(() => { chart.resize(); if (stage.clientWidth) chart.setOption(option(spec, stage.clientWidth), true); }).observe(stage);
      if (spec.hrefs.length) chart.on("click", (item) => { if (spec.hrefs[item.dataIndex]) location.assign(spec.hrefs[item.dataIndex]); });
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
