import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Series } from './series';

register([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const SHADES = ['--chart-1', '--chart-2', '--chart-3'] as const;

/** Draws, in the colours of the page, and again when its size or its colours change. Gives what ends that. */
export function draw(
  element: HTMLElement,
  {
    categories,
    series,
    shown,
  }: {
    readonly categories: readonly string[];
    readonly series: readonly Series[];
    readonly shown: (value: unknown) => string;
  },
): () => void {
  const chart = init(element);
  const paint = () => {
    const ink = colourOf(element, '--ink-2');
    const line = colourOf(element, '--line');
    chart.setOption(
      {
        animation: false,
        color: SHADES.map((name) => colourOf(element, name)),
        grid: { left: 8, right: 12, top: series.length > 1 ? 30 : 12, bottom: 4, containLabel: true },
        ...(series.length > 1 ? { legend: { top: 0, textStyle: { color: ink } } } : {}),
        tooltip: { trigger: 'axis', confine: true, valueFormatter: shown },
        xAxis: {
          type: 'category',
          data: [...categories],
          axisLabel: { color: ink, hideOverlap: true },
          axisLine: { lineStyle: { color: line } },
        },
        yAxis: {
          type: 'value',
          axisLabel: { color: ink, formatter: shown },
          splitLine: { lineStyle: { color: line } },
          ...(series[0]?.isShare === true ? { max: 1, min: 0 } : {}),
        },
        series: series.map(({ name, values, isDuration }) => ({
          name,
          type: isDuration && categories.length > 1 ? 'line' : 'bar',
          data: [...values],
          symbolSize: 6,
          barMaxWidth: 36,
        })),
      },
      { notMerge: true },
    );
  };
  paint();
  const size = new ResizeObserver(() => {
    chart.resize();
  });
  size.observe(element);
  const colours = matchMedia('(prefers-color-scheme: dark)');
  colours.addEventListener('change', paint);
  const chosen = new MutationObserver(paint);
  chosen.observe(document.documentElement, { attributeFilter: ['style'] });
  return () => {
    size.disconnect();
    chosen.disconnect();
    colours.removeEventListener('change', paint);
    chart.dispose();
  };
}

/** A custom property as a colour that a canvas knows. */
function colourOf(element: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
