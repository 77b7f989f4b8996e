import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { durationTicks } from './axis';
import type { Picture } from './series';

register([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** The colours, dashes, symbols and hatchings of the series of a picture: each can be told from the others without its colour. */
const STYLES = [
  { colour: '--chart-1', dash: 'solid', symbol: 'circle', hatch: null },
  {
    colour: '--chart-2',
    dash: 'dashed',
    symbol: 'triangle',
    hatch: { dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  },
  {
    colour: '--chart-3',
    dash: 'dotted',
    symbol: 'rect',
    hatch: {
      symbol: 'circle',
      symbolSize: 0.7,
      dashArrayX: [
        [6, 6],
        [0, 6, 6, 0],
      ],
      dashArrayY: [6, 0],
    },
  },
] as const;

/** The size of a picture on paper (CSS pixels), as the style sheet has it: A4 upright within its margins. */
const PAPER = { width: 690, height: 240 };

/** Draws, in the colours of the page, and again when its size or its colours change, or for paper. Gives what ends that. */
export function draw(element: HTMLElement, picture: Picture): () => void {
  const chart = init(element);
  const screen = (name: string) => colourOf(element, name);
  // Paper is white, whatever the screen is.
  const paper = (name: string) => onLight(element, name);
  const paint = (colour: (name: string) => string) => {
    chart.setOption(optionsOf(picture, colour, letterSize()), { notMerge: true });
  };
  const onScreen = () => {
    chart.resize();
    paint(screen);
  };
  const onPaper = () => {
    chart.resize(PAPER);
    paint(paper);
    chart.getZr().flush();
  };
  onScreen();
  const ends = new AbortController();
  const until = { signal: ends.signal };
  addEventListener('beforeprint', onPaper, until);
  addEventListener('afterprint', onScreen, until);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onScreen, until);
  const size = new ResizeObserver(() => {
    if (!matchMedia('print').matches) onScreen();
  });
  size.observe(element);
  const chosen = new MutationObserver(onScreen);
  chosen.observe(document.documentElement, { attributeFilter: ['style'] });
  return () => {
    ends.abort();
    size.disconnect();
    chosen.disconnect();
    chart.dispose();
  };
}

function optionsOf(
  { categories, series, isShare, isDuration, isOverTime, shown, tickShown }: Picture,
  colour: (name: string) => string,
  letters: number,
) {
  const [ink, line, surface] = ['--ink-2', '--line', '--surface'].map(colour);
  const fontSize = Math.round(letters * 0.86);
  const hasLegend = series.length > 1;
  const largest = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const { step, top } = durationTicks(largest);
  return {
    animation: false,
    textStyle: { fontSize },
    color: STYLES.map((style) => colour(style.colour)),
    grid: { left: 8, right: 12, top: hasLegend ? fontSize * 2.6 : fontSize, bottom: 4, containLabel: true },
    ...(hasLegend
      ? { legend: { top: 0, itemWidth: fontSize * 3, textStyle: { color: ink, fontSize } } }
      : {}),
    tooltip: {
      trigger: 'axis',
      confine: true,
      textStyle: { fontSize },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? shown(value) : '–'),
    },
    xAxis: {
      type: 'category',
      data: [...categories],
      axisLabel: { color: ink, fontSize, hideOverlap: true },
      axisLine: { lineStyle: { color: line } },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: ink, fontSize, formatter: (value: number) => tickShown(value, step) },
      splitLine: { lineStyle: { color: line } },
      ...(isShare ? { min: 0, max: 1, interval: 0.25, minInterval: 0 } : {}),
      ...(isDuration ? { min: 0, max: top, interval: step } : {}),
    },
    series: series.map(({ name, values }, n) => {
      const { dash, symbol, hatch } = STYLES[n % STYLES.length] ?? STYLES[0];
      const isLine = isDuration && isOverTime && categories.length > 1;
      return {
        name,
        type: isLine ? 'line' : 'bar',
        data: [...values],
        symbol,
        symbolSize: fontSize * 0.7,
        lineStyle: { type: dash, width: fontSize / 6 },
        itemStyle: hatch === null || isLine ? {} : { decal: { ...hatch, color: surface } },
        barMaxWidth: fontSize * 3,
      };
    }),
  };
}

/** The size of the page's letters in pixels, which grows on a wall. */
const letterSize = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** A custom property as a colour that a canvas knows. */
function colourOf(element: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** The same where the page is light. */
function onLight(element: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.colorScheme = 'light';
  element.append(probe);
  const colour = colourOf(probe, name);
  probe.remove();
  return colour;
}
