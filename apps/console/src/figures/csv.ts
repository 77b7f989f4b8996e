import type { FigureAnswer } from '../api/types';
import type { FigureSpec, Group } from './figure-specs';

/** The numbers as the API gives them, with what they are and over what: RFC 4180, and what begins a formula is made text. */
export function csvOf(
  { groups, by, ...about }: FigureAnswer<Group>,
  { columns }: Pick<FigureSpec, 'columns'>,
): string {
  const head = ['definition', 'from', 'to', 'on', 'zone', 'by', 'group', ...columns.map(({ name }) => name)];
  const { definition, range, zone } = about;
  const rows = groups.map((group) => [
    definition,
    range.from ?? '',
    range.to ?? '',
    range.on,
    zone,
    by ?? '',
    group.startsAt ?? group.group ?? '',
    ...columns.map(({ name, valueOf }) =>
      name === 'amounts' ? amounts(group.amounts) : (valueOf(group) ?? ''),
    ),
  ]);
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}

const amounts = (value: unknown): string =>
  Array.isArray(value)
    ? (value as readonly { currency: string; costMinor: number }[])
        .map(({ currency, costMinor }) => `${currency} ${String(costMinor)}`)
        .join('; ')
    : '';

function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands the file to the browser. The mark at its start tells spreadsheets that it is UTF-8. */
export function downloadCsv(name: string, answer: FigureAnswer<Group>, spec: FigureSpec): void {
  const url = URL.createObjectURL(
    new Blob(['\uFEFF', csvOf(answer, spec)], { type: 'text/csv;charset=utf-8' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = `redress-${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
