import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { CASE_KINDS } from '../api/case-words';
import { figure } from '../api/questions';
import { useOwnClocks } from '../api/use-own-clocks';
import { useWords } from '../i18n/use-words';
import { chosenOf, kindOf } from './figure-question';
import { splitOf, SPLITS, type FigureSpec } from './figure-specs';
import {
  isUpsideDown,
  rangeOf,
  RANGES,
  type Bounds,
  type FiguresSearch,
  type SearchName,
} from './figures-search';

const KINDS = [...CASE_KINDS, 'all'] as const;

/** What a figure is asked for: over what, of whom, split by what. */
export function FigureFilters({
  spec,
  search,
  bounds,
  onChange,
}: {
  readonly spec: FigureSpec;
  readonly search: FiguresSearch;
  readonly bounds: Bounds;
  readonly onChange: (changed: FiguresSearch) => void;
}) {
  const words = useWords();
  const { t, word } = words;
  const { team, agent } = search;
  // What there is to choose does not hang on days that nobody means.
  const within = isUpsideDown(bounds) ? {} : bounds;
  const ownClocks = useOwnClocks(
    { ...within, on: search.on ?? 'happened' },
    spec.choices.map((choice) => chosenOf(choice, search)),
  );
  const range = rangeOf(search);
  const choose = (name: SearchName) => (value: string) => {
    onChange({ [name]: value });
  };
  return (
    <div className="filters" role="group" aria-label={t('figures.filters')}>
      <Choose label={t('figures.range')} value={range} onChange={choose('range')}>
        {RANGES.map((one) => [one, t(`figures.ranges.${one}`)])}
      </Choose>
      {range === 'own' && (
        <>
          <Day label={t('figures.fromDay')} value={search.from} onChange={choose('from')} />
          <Day label={t('figures.toDay')} value={search.to} onChange={choose('to')} />
        </>
      )}
      {spec.choices.map((choice) => (
        <Choose
          key={choice.name}
          label={t(`figures.choices.${choice.name}`)}
          value={chosenOf(choice, search)}
          onChange={choose(choice.name)}
        >
          {[...choice.values, ...(choice.isOfClocks === true ? ownClocks : [])].map((value) => [
            value,
            choice.word(words, value),
          ])}
        </Choose>
      ))}
      <Choose label={t('case.kind')} value={kindOf(search)} onChange={choose('kind')}>
        {KINDS.map((kind) => [kind, word('kind', kind)])}
      </Choose>
      <Choose
        label={t('case.team')}
        value={team ?? ''}
        onChange={(chosen) => {
          // Nobody of one team is known to be of another.
          onChange({ team: chosen, agent: '' });
        }}
      >
        {useNames('team', { bounds: within, chosen: team })}
      </Choose>
      <Choose label={t('case.agent')} value={agent ?? ''} onChange={choose('agent')}>
        {useNames('agent', { bounds: within, chosen: agent, team })}
      </Choose>
      <Choose label={t('figures.by')} value={splitOf(spec, search.by)} onChange={choose('by')}>
        {[...(spec.ownSplits ?? []), ...SPLITS].map((one) => [one, t(`figures.bys.${one}`)])}
      </Choose>
    </div>
  );
}

type Option = readonly [value: string, text: string];

/** All, and every team or agent that a case of the range stands with, and whoever is chosen. */
function useNames(
  by: 'team' | 'agent',
  { bounds, chosen, team }: { bounds: Bounds; chosen: string | undefined; team?: string | undefined },
): readonly Option[] {
  const { t } = useWords();
  const { data } = useQuery({ ...figure('cases', { kind: 'all', by, team, ...bounds }), staleTime: 60_000 });
  const found = (data?.groups ?? []).flatMap(({ group }) => (group === null ? [] : [group]));
  const names = [...new Set([...found, ...(chosen === undefined ? [] : [chosen])])];
  return [['', t('figures.all')], ...names.sort().map((name): Option => [name, name])];
}

function Choose({
  label,
  value,
  onChange,
  children,
}: {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: readonly Option[];
}) {
  return (
    <label className="filter">
      {label}
      <select
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        {children.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Day({
  label,
  value = '',
  onChange,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className="filter">
      {label}
      <input
        type="date"
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </label>
  );
}
