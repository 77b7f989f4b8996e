import { useNavigate } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { CASE_CLOCKS, CASE_KINDS } from '../api/case-words';
import { useOwnClocks } from '../api/use-own-clocks';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { dateText, dayOf, onDate } from '../ui/local-day';
import { filterName, type CasesSearch } from './cases-search';

const PHASES = ['open', 'waiting', 'resolved', 'closed', 'ended'] as const;
const ENDINGS = ['archived', 'refused', 'withdrawn', 'merged'] as const;
const FOLLOW_UPS = ['satisfied', 'dissatisfied', 'unreachable'] as const;

/** What is folded away while nobody asks for it. */
const FURTHER: ReadonlySet<string> = new Set([
  'agent',
  'from',
  'to',
  'endedAs',
  'followUp',
  'appealed',
  'extensionPending',
  'archived',
]);
const OFFERED: ReadonlySet<string> = new Set([
  ...['phase', 'kind', 'priority', 'severity', 'supervised', 'chased', 'inPool', 'team', 'oldestFirst'],
  ...FURTHER,
]);
const OFFERED_OF_VERDICTS: ReadonlySet<string> = new Set(['clock', 'verdict', 'kind', 'team']);

type Choice = readonly (readonly [value: string, shown: string])[];

/** The filters of the list; each changes the address. What stands there besides is named, and can be taken away. */
export function CaseFilters({
  search,
  isVerdicts,
}: {
  readonly search: CasesSearch;
  readonly isVerdicts: boolean;
}) {
  const words = useWords();
  const { t, word, dateTime } = words;
  const who = useWho();
  const navigate = useNavigate();
  const set = (name: string, value: string) => {
    const { [name]: _before, ...rest } = search;
    void navigate({ to: '/cases', search: value === '' ? rest : { ...rest, [name]: value } });
  };
  const { from, to, on } = search;
  const ownClocks = useOwnClocks({ from, to, on }, search.clock?.split(',') ?? [], isVerdicts);
  const choice = (name: string, label: string, values: Choice, needed = false) => (
    <label className="filter">
      {label}
      <select
        value={search[name] ?? ''}
        onChange={(event) => {
          set(name, event.target.value);
        }}
      >
        {!needed && <option value="">{t('cases.any')}</option>}
        {search[name] !== undefined && !values.some(([value]) => value === search[name]) && (
          <option value={search[name]}>{search[name]}</option>
        )}
        {values.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
  const whether = (name: string) =>
    choice(name, filterName(words, name), [
      ['true', t('act.yes')],
      ['false', t('act.no')],
    ]);
  /** A day, as the instant at which it begins (`from`) or ends (`to`). */
  const day = (name: 'from' | 'to') => {
    const at = Date.parse(search[name] ?? '');
    return (
      <label className="filter">
        {filterName(words, name)}
        <input
          type="date"
          value={Number.isNaN(at) ? '' : dateText(name === 'to' ? at - 1 : at)}
          onChange={(event) => {
            const chosen = onDate(0, event.target.value);
            set(name, chosen === undefined ? '' : new Date(dayOf(chosen)[name]).toISOString());
          }}
        />
      </label>
    );
  };
  const teams = [...new Set([...who.teams, ...(search.team === undefined ? [] : [search.team])])];
  const team = choice(
    'team',
    t('case.team'),
    teams.map((one) => [one, one]),
  );
  const offered = isVerdicts ? OFFERED_OF_VERDICTS : OFFERED;
  const others = Object.entries(search).filter(([name]) => name !== 'source' && !offered.has(name));
  return (
    <div className="filters" role="group" aria-label={t('cases.filters')}>
      {isVerdicts ? (
        <>
          {choice(
            'clock',
            t('board.clock'),
            [...CASE_CLOCKS, ...ownClocks].map((clock) => [clock, word('clock', clock)]),
          )}
          {choice(
            'verdict',
            t('cases.verdict'),
            (['running', 'met', 'missed', 'none'] as const).map((verdict) => [
              verdict,
              word('clockState', verdict),
            ]),
          )}
          {choice(
            'kind',
            t('case.kind'),
            [['all', t('kind.all')], ...CASE_KINDS.map((kind) => [kind, word('kind', kind)] as const)],
            true,
          )}
          {team}
        </>
      ) : (
        <>
          {choice('phase', t('cases.phase'), [
            ['open,waiting', `${word('phase', 'open')}, ${word('phase', 'waiting')}`],
            ...PHASES.map((phase) => [phase, word('phase', phase)] as const),
          ])}
          {team}
          {choice(
            'priority',
            t('board.priority'),
            ['1', '2', '3', '4', '5'].map((one) => [one, `P${one}`]),
          )}
          {choice('severity', t('case.grave'), [['grave', t('case.grave')]])}
          {whether('supervised')}
          {whether('chased')}
          {whether('inPool')}
          {choice(
            'kind',
            t('case.kind'),
            CASE_KINDS.map((kind) => [kind, word('kind', kind)]),
          )}
          <details className="further" open={Object.keys(search).some((name) => FURTHER.has(name))}>
            <summary>{t('cases.further')}</summary>
            <div className="filters">
              <TypedFilter
                key={search['agent'] ?? ''}
                label={filterName(words, 'agent')}
                value={search['agent'] ?? ''}
                onChange={(value) => {
                  set('agent', value);
                }}
              />
              {day('from')}
              {day('to')}
              {whether('extensionPending')}
              {whether('appealed')}
              {whether('archived')}
              {choice(
                'endedAs',
                filterName(words, 'endedAs'),
                ENDINGS.map((ending) => [ending, t(`cases.endings.${ending}`)]),
              )}
              {choice(
                'followUp',
                filterName(words, 'followUp'),
                FOLLOW_UPS.map((outcome) => [outcome, word('followUp', outcome)]),
              )}
            </div>
          </details>
        </>
      )}
      {others.map(([name, value]) => (
        <span className="tag" key={name}>
          {filterName(words, name)}: {INSTANT.test(value) ? dateTime(value) : value}
          <Button
            className="tag-remove"
            aria-label={t('cases.without', { name: filterName(words, name) })}
            onPress={() => {
              set(name, '');
            }}
          >
            ×
          </Button>
        </span>
      ))}
    </div>
  );
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** What is typed counts once it is whole: on Enter, or when the field is left. */
function TypedFilter({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const done = (event?: SubmitEvent) => {
    event?.preventDefault();
    if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <form onSubmit={done}>
      <label className="filter">
        {label}
        <input
          type="text"
          size={14}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
          onBlur={() => {
            done();
          }}
        />
      </label>
    </form>
  );
}
