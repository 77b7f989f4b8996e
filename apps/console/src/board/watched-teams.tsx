import { useState, type SubmitEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';

/** As many as one stream tells of. */
const MOST_TEAMS = 100;

const keyOf = (who: string) => `redress.teams.${who}`;

/** The teams that somebody watches: their own, or, for a leader, those that they chose in this browser. */
export function useWatchedTeams(): readonly [readonly string[], (teams: readonly string[]) => void] {
  const who = useWho();
  const [chosen, setChosen] = useState<readonly string[] | undefined>(() => {
    const text = localStorage.getItem(keyOf(who.id));
    return text === null || text === '' ? undefined : text.split(' ');
  });
  const teams = may.lead(who) ? (chosen ?? who.teams) : who.teams;
  return [
    teams.slice(0, MOST_TEAMS),
    (next) => {
      localStorage.setItem(keyOf(who.id), next.join(' '));
      setChosen(next);
    },
  ];
}

/** Shows and changes them. */
export function TeamChoice({
  teams,
  known,
  onChange,
}: {
  readonly teams: readonly string[];
  readonly known: readonly string[];
  readonly onChange: (teams: readonly string[]) => void;
}) {
  const { t } = useWords();
  const who = useWho();
  const [name, setName] = useState('');
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const team = name.trim();
    if (/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/.test(team) && !teams.includes(team)) onChange([...teams, team]);
    setName('');
  };
  const others = known.filter((team) => !teams.includes(team));
  if (!may.lead(who)) return <span className="hint">{teams.join(', ')}</span>;
  return (
    <span className="team-choice">
      <span className="team-tags">
        {teams.map((team) => (
          <span className="tag" key={team}>
            {team}
            <Button
              className="tag-remove"
              aria-label={t('board.removeTeam', { team })}
              onPress={() => {
                onChange(teams.filter((one) => one !== team));
              }}
            >
              ×
            </Button>
          </span>
        ))}
      </span>
      {teams.length < MOST_TEAMS && (
        <form onSubmit={add} className="team-add">
          <input
            type="text"
            value={name}
            aria-label={t('board.addTeam')}
            placeholder={t('board.addTeam')}
            list="known-teams"
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
          <datalist id="known-teams">
            {others.map((team) => (
              <option key={team} value={team} />
            ))}
          </datalist>
          <Button className="button small" type="submit">
            {t('board.add')}
          </Button>
        </form>
      )}
      {others.length > 0 && teams.length + others.length <= MOST_TEAMS && (
        <Button
          className="button small"
          onPress={() => {
            onChange([...teams, ...others]);
          }}
        >
          {t('board.allTeams', { count: teams.length + others.length })}
        </Button>
      )}
    </span>
  );
}
