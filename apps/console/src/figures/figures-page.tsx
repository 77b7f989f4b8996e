import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { Button } from 'react-aria-components/Button';
import type { Search } from '../api/client';
import { figure } from '../api/questions';
import type { FigureAnswer, FigureGroup } from '../api/types';
import { serverNow } from '../api/use-live-clocks';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { Panel } from '../ui/panel';
import { Chart } from './chart';
import { downloadCsv } from './csv';
import { FIGURES, type FigureSpec } from './figure-specs';

const DAY_MS = 86_400_000;
const RANGES = ['today', 'week', 'month', 'all'] as const;
const BYS = ['hour', 'day', 'month', 'team', 'agent', 'priority', 'category', 'channel'] as const;

type Range = (typeof RANGES)[number];
type By = (typeof BYS)[number];

function startOf(range: Range): string | undefined {
  if (range === 'all') return undefined;
  const day = new Date(serverNow());
  day.setHours(0, 0, 0, 0);
  const back = { today: 0, week: 6, month: 29 }[range];
  return new Date(day.getTime() - back * DAY_MS).toISOString();
}

/** The figures, each with what it is, over what, and how fresh; to look at and to take away. */
export function FiguresPage() {
  const { t } = useWords();
  const [range, setRange] = useState<Range>('week');
  const [by, setBy] = useState<By>('day');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // The start of the range moves with the day only: what was asked stays the same question.
  const from = useMemo(() => startOf(range), [range]);
  const search: Search = { kind: 'all', on: 'happened', by, zone, from };
  return (
    <div className="figures">
      <header className="page-head">
        <h1>{t('figures.title')}</h1>
        <label className="filter">
          {t('figures.range')}
          <select
            value={range}
            onChange={(event) => {
              setRange(event.target.value as Range);
            }}
          >
            {RANGES.map((one) => (
              <option key={one} value={one}>
                {t(`figures.ranges.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="filter">
          {t('figures.by')}
          <select
            value={by}
            onChange={(event) => {
              setBy(event.target.value as By);
            }}
          >
            {BYS.map((one) => (
              <option key={one} value={one}>
                {t(`figures.bys.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </header>
      <Tabs>
        <TabList aria-label={t('figures.title')} className="tabs">
          {FIGURES.map(({ id }) => (
            <Tab key={id} id={id} className="tab">
              {t(`figures.${id}`)}
            </Tab>
          ))}
        </TabList>
        {FIGURES.map((spec) => (
          <TabPanel key={spec.id} id={spec.id}>
            <Figure spec={spec} search={search} />
          </TabPanel>
        ))}
      </Tabs>
    </div>
  );
}

function Figure({ spec, search }: { readonly spec: FigureSpec; readonly search: Search }) {
  const { t, word } = useWords();
  const [variant, setVariant] = useState(spec.variants?.values[0]);
  const asked = useQuery(
    figure<Record<string, unknown>>(spec.path, {
      ...search,
      ...(spec.variants === undefined ? {} : { [spec.variants.name]: variant }),
    }),
  );
  return (
    <Panel
      title={t(`figures.${spec.id}`)}
      aside={
        spec.variants !== undefined && (
          <label className="filter">
            {t('figures.measure')}
            <select
              value={variant}
              onChange={(event) => {
                setVariant(event.target.value);
              }}
            >
              {spec.variants.values.map((one) => (
                <option key={one} value={one}>
                  {spec.variants?.name === 'measure'
                    ? t(`figures.measures.${one}` as 'figures.measure')
                    : word('clock', one)}
                </option>
              ))}
            </select>
          </label>
        )
      }
    >
      <Asked asked={asked} empty={t('figures.none')} isEmpty={({ groups }) => groups.length === 0}>
        {(answer) => <Shown spec={spec} answer={answer} variant={variant} />}
      </Asked>
    </Panel>
  );
}

type Answer = FigureAnswer<Record<string, unknown>>;

function Shown({
  spec,
  answer,
  variant,
}: {
  readonly spec: FigureSpec;
  readonly answer: Answer;
  readonly variant: string | undefined;
}) {
  const words = useWords();
  const { t } = words;
  const { by, groups } = answer;
  const nameOf = (group: FigureGroup) => groupName(words, by, group);
  return (
    <>
      <Provenance answer={answer} />
      <Chart
        label={t('figures.chart', { what: t(`figures.${spec.id}`) })}
        categories={groups.map(nameOf)}
        series={spec.series.map(({ label, valueOf, kind }) => ({
          name: label(words),
          values: groups.map((group) => valueOf(group)),
          isShare: kind === 'share',
          isDuration: kind === 'duration',
        }))}
      />
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t(`figures.${spec.id}`)}>
        <table className="wide-table numbers">
          <thead>
            <tr>
              <th scope="col">{t('figures.group')}</th>
              {spec.columns.map(({ label }) => (
                <th scope="col" key={label(words)}>
                  {label(words)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={String(group.group)}>
                <th scope="row">{nameOf(group)}</th>
                {spec.columns.map((column) => (
                  <td key={column.label(words)}>{column.shown(words, group)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button
        className="button"
        onPress={() => {
          downloadCsv(
            [spec.path, variant, by].filter((part) => part !== undefined && part !== null).join('-'),
            answer,
            spec,
          );
        }}
      >
        {t('figures.csv')}
      </Button>
    </>
  );
}

/** What a figure is, over what it was counted and how fresh it is. */
function Provenance({ answer }: { readonly answer: Answer }) {
  const { t, word, number, dateTime, duration } = useWords();
  const { definition, range, zone, kinds, freshness } = answer;
  const bound = (at: string | undefined) => (at === undefined ? t('figures.open') : dateTime(at));
  const ago = freshness.caughtUpMsAgo;
  return (
    <p className="provenance">
      <span>{t('figures.definition', { definition })}</span>
      <span>
        {t('figures.rangeOf', {
          on: t(`figures.on.${range.on}`),
          from: bound(range.from),
          to: bound(range.to),
          zone,
        })}
      </span>
      <span>
        {t('figures.kinds', {
          kinds: Object.entries(kinds)
            .map(([kind, count]) => `${word('kind', kind)} ${number(count)}`)
            .join(', '),
        })}
      </span>
      <span>
        {ago === null
          ? t('figures.freshUnknown')
          : ago < 5_000
            ? t('figures.freshNow')
            : t('figures.freshAgo', { duration: duration(ago) })}
      </span>
    </p>
  );
}

function groupName(
  { t, date, time, word }: ReturnType<typeof useWords>,
  by: string | null,
  { group, startsAt }: FigureGroup,
): string {
  if (group === null) return t('figures.whole');
  if (startsAt !== undefined)
    return by === 'hour' ? time(startsAt, 0) : by === 'day' ? date(startsAt) : group;
  if (by === 'priority') return `P${group}`;
  if (by === 'channel') return word('channel', group);
  return group;
}
