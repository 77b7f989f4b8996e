import { askedFor, type FigureFile } from './figure-file';

/** The numbers as the API gives them, with what they are and over what: RFC 4180, and what begins a formula is made text. */
export function csvOf(file: FigureFile): string {
  const { answer, columns } = file;
  const { definition, definitionName, definitionVersion, range, zone, by, groups } = answer;
  const about = {
    definition,
    definitionName,
    definitionVersion,
    from: range.from ?? '',
    to: range.to ?? '',
    on: range.on,
    zone,
    asked: askedFor(file),
    by: by ?? '',
  };
  const head = [...Object.keys(about), 'group', ...columns.map(({ name }) => name)];
  const rows = groups.map((group) => [
    ...Object.values(about),
    group.startsAt ?? group.group ?? '',
    ...columns.map(({ valueOf }) => valueOf(group) ?? ''),
  ]);
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}

function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** As a file. The mark at its start tells spreadsheets that it is UTF-8. */
export const csvFile = (file: FigureFile): Blob =>
  new Blob(['\uFEFF', csvOf(file)], { type: 'text/csv;charset=utf-8' });
