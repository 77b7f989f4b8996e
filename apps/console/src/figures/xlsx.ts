import writeXlsxFile, { type Row } from 'write-excel-file/universal';
import type { FigureGroup } from '../api/types';
import type { Words } from '../i18n/use-words';
import { definitionIn } from './definition-texts';
import { askedFor, type FigureFile } from './figure-file';

const INSTANT = 'yyyy-mm-dd hh:mm:ss';

/**
 * A figure as a workbook: the numbers as the API gives them, as numbers, and on a second sheet what they are, over what, and when that was
 * written. A cell of a sheet knows no zone, so each instant stands there as the clocks of the zone named beside it show it.
 * @param madeAt ms since 1970
 */
export function xlsxFile(
  file: FigureFile,
  { words, madeAt }: { words: Words; madeAt: number },
): Promise<Blob> {
  const { t } = words;
  return writeXlsxFile([
    {
      sheet: t('figures.sheet.numbers'),
      data: numbers(file),
      stickyRowsCount: 1,
      columns: [{ width: 24 }, ...Array.from({ length: file.columns.length + 2 }, () => ({ width: 16 }))],
    },
    {
      sheet: t('figures.sheet.about'),
      data: about(file, words, madeAt),
      columns: [{ width: 22 }, { width: 100 }],
    },
  ]).toBlob();
}

function numbers({ answer, columns }: FigureFile): Row[] {
  const { by, groups, zone } = answer;
  const isTime = groups.some(({ startsAt }) => startsAt !== undefined);
  const starts = isTime ? [`startsAt (${zone})`, 'startsAt (UTC)'] : [];
  const head = [by ?? 'group', ...starts, ...columns.map(({ name }) => name)];
  return [
    head.map((value) => ({ value, fontWeight: 'bold' })),
    ...groups.map((group): Row => [
      text(group.group ?? ''),
      ...(isTime ? startOf(group, zone) : []),
      ...columns.map(({ valueOf }) => valueOf(group)),
    ]),
  ];
}

const startOf = ({ startsAt = '' }: FigureGroup, zone: string): Row =>
  [zone, 'UTC'].map((one) => instant(Date.parse(startsAt), one));

function about(file: FigureFile, { language, t, word }: Words, madeAt: number): Row[] {
  const { definition, definitionName, definitionVersion, range, zone, kinds, freshness } = file.answer;
  const shown = definitionIn(language, file.answer);
  const bound = (at: string | undefined, open: string) =>
    at === undefined ? text(open) : instant(Date.parse(at), zone);
  return [
    line(t('figures.sheet.definition'), text(shown.text)),
    ...(shown.text === definition ? [] : [line('Definition', text(definition))]),
    line(t('figures.sheet.name'), text(definitionName)),
    line(t('figures.sheet.version'), definitionVersion),
    line(t('figures.sheet.on'), text(t(`figures.ons.${range.on}`))),
    line(`${t('figures.sheet.from')} (${zone})`, bound(range.from, t('figures.first'))),
    line(`${t('figures.sheet.to')} (${zone})`, bound(range.to, t('figures.last'))),
    line(t('figures.sheet.asked'), text(askedFor(file))),
    ...Object.entries(kinds).map(([kind, count]) =>
      line(`${t('figures.sheet.counted')} ${word('kind', kind)}`, count),
    ),
    line(t('figures.sheet.fresh'), freshness.caughtUpMsAgo),
    line(`${t('figures.sheet.madeAt')} (${zone})`, instant(madeAt, zone)),
  ];
}

const line = (label: string, value: Row[number]): Row => [{ value: label, fontWeight: 'bold' }, value];

const text = (value: string) => ({ value, type: String, wrap: true });

/** What the clocks of a zone show at an instant (ms since 1970), as a date of a sheet, which is written by its parts in UTC. */
function instant(at: number, zone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return { value: new Date(shown), type: Date, format: INSTANT };
}
