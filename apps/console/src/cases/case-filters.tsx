import { useNavigate } from '@tanstack/react-router';
import { CASE_CLOCKS, CASE_KINDS } from '../api/case-words';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import type { CasesSearch } from './cases-search';

const PHASES = ['open', 'waiting', 'resolved', 'closed', 'ended'] as const;
/** A verdict may be that of a callback's window. */
const CLOCKS = [...CASE_CLOCKS, 'callback'] as const;

type Choice = readonly (readonly [value: string, shown: string])[];

/** The filters of the list; each changes the address. */
export function CaseFilters({
  search,
  isVerdicts,
}: {
  readonly search: CasesSearch;
  readonly isVerdicts: boolean;
}) {
  const { t, word } = useWords();
  const who = useWho();
  const navigate = useNavigate();
  const set = (name: string, value: string) => {
    const { [name]: _before, ...rest } = search;
    void navigate({ to: '/cases', search: value === '' ? rest : { ...rest, [name]: value } });
  };
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
  const teams = [...new Set([...who.teams, ...(search.team === undefined ? [] : [search.team])])];
  return (
    <div className="filters" role="group" aria-label={t('cases.filters')}>
      {isVerdicts ? (
        <>
          {choice(
            'clock',
            t('board.clock'),
            CLOCKS.map((clock) => [clock, word('clock', clock)]),
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
        </>
      ) : (
        <>
          {choice('phase', t('cases.phase'), [
            ['open,waiting', `${word('phase', 'open')}, ${word('phase', 'waiting')}`],
            ...PHASES.map((phase) => [phase, word('phase', phase)] as const),
          ])}
          {choice(
            'kind',
            t('case.kind'),
            CASE_KINDS.map((kind) => [kind, word('kind', kind)]),
          )}
          {choice(
            'priority',
            t('board.priority'),
            ['1', '2', '3', '4', '5'].map((one) => [one, `P${one}`]),
          )}
          {choice('severity', t('case.grave'), [['grave', t('case.grave')]])}
          {choice('supervised', t('cases.supervised'), [
            ['true', t('act.yes')],
            ['false', t('act.no')],
          ])}
          {choice('chased', t('cases.chased'), [
            ['true', t('act.yes')],
            ['false', t('act.no')],
          ])}
          {choice('inPool', t('cases.inPool'), [
            ['true', t('act.yes')],
            ['false', t('act.no')],
          ])}
        </>
      )}
      {choice(
        'team',
        t('case.team'),
        teams.map((team) => [team, team]),
      )}
    </div>
  );
}
