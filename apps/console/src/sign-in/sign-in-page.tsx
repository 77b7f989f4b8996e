import { useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Role } from '../api/types';
import { LanguageChoice } from '../app/shell';
import { useSession } from '../app/use-session';
import { en } from '../i18n/en';
import { useWords } from '../i18n/use-words';
import { Field } from '../ui/field';
import { ProblemNote } from '../ui/problem-note';
import { DemoTokens } from './demo';
import { session } from './session';
import { oidcTokens, signInWay, type SignInWay } from './start-session';

const RETRY_MS = 2_000;

/** Where whoever is not signed in arrives; `next` is where they go on. */
export function SignInPage({
  next,
  problem,
}: {
  readonly next: string;
  readonly problem?: string | undefined;
}) {
  const { t } = useWords();
  const state = useSession();
  const way = useQuery({ queryKey: ['sign-in-way'], queryFn: signInWay, retry: true, retryDelay: RETRY_MS });
  return (
    <div className="sign-in">
      <main className="sign-in-card">
        <h1>{t('app.name')}</h1>
        <p className="lead">{t('signIn.lead')}</p>
        {state.step === 'out' && state.why === 'expired' && (
          <p className="problem" role="alert">
            {t('signIn.expired')}
          </p>
        )}
        {state.step === 'out' && state.why === 'left-elsewhere' && (
          <p className="hint" role="status">
            {t('signIn.leftElsewhere')}
          </p>
        )}
        {problem !== undefined && (
          <p className="problem" role="alert">
            {t('signIn.issuerRefused', {
              reason: problem in en.problems ? t(`problems.${problem}` as 'app.name') : problem,
            })}
          </p>
        )}
        {way.data === undefined ? (
          <p className="hint" role="status">
            {way.failureCount > 0 ? t('signIn.unreachable') : t('app.loading')}
          </p>
        ) : (
          <Way way={way.data} next={next} />
        )}
        <LanguageChoice />
      </main>
    </div>
  );
}

function Way({ way, next }: { readonly way: SignInWay; readonly next: string }) {
  const { t } = useWords();
  const [failure, setFailure] = useState<string>();
  const [isGoing, setGoing] = useState(false);
  if (way.kind === 'closed') return <p className="problem">{t('signIn.closed')}</p>;
  if (way.kind === 'demo') return <DemoForm />;
  return (
    <>
      {failure !== undefined && !isGoing && (
        <p className="problem" role="alert">
          {t('signIn.issuerDown', {
            issuer: way.issuer,
            reason: failure,
          })}
        </p>
      )}
      <Button
        className="button primary wide"
        autoFocus
        onPress={() => {
          if (isGoing) return;
          setGoing(true);
          oidcTokens(way)
            .then((tokens) => tokens.signIn(next))
            .catch((refusal: unknown) => {
              setFailure(refusal instanceof Error ? refusal.message : String(refusal));
              setGoing(false);
            });
        }}
      >
        {isGoing ? t('signIn.going') : failure === undefined ? t('signIn.withIssuer') : t('app.retry')}
      </Button>
      <p className="hint">{t('signIn.issuerAt', { issuer: new URL(way.issuer).host })}</p>
    </>
  );
}

/** As ids of the API are. */
const ID = '[A-Za-z0-9][A-Za-z0-9._:\\-]{0,63}';

const DEMO_ROLES = ['agent', 'shift-leader', 'supervisor', 'analyst'] as const satisfies readonly Role[];

function DemoForm() {
  const { t, word } = useWords();
  const [role, setRole] = useState<(typeof DEMO_ROLES)[number]>('supervisor');
  const [id, setId] = useState('');
  const [teams, setTeams] = useState('demo-team');
  const [error, setError] = useState<unknown>();
  const enter = (event: SubmitEvent) => {
    event.preventDefault();
    const tokens = new DemoTokens({
      id: id.trim() === '' ? `demo-${role}` : id.trim(),
      role,
      teams: teams.split(/[\s,]+/).filter((team) => team !== ''),
    });
    session.begin(tokens).catch((refusal: unknown) => {
      void tokens.signOut();
      setError(refusal);
    });
  };
  return (
    <form onSubmit={enter}>
      <h2>{t('signIn.demoTitle')}</h2>
      <fieldset className="role-choice">
        <legend>{t('signIn.role')}</legend>
        {DEMO_ROLES.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="role"
              value={one}
              checked={one === role}
              onChange={() => {
                setRole(one);
              }}
            />
            {word('role', one)}
          </label>
        ))}
      </fieldset>
      <Field
        spec={{
          name: 'id',
          label: t('signIn.person'),
          hint: t('signIn.personHint', { id: `demo-${role}` }),
          pattern: ID,
        }}
        value={id}
        onChange={setId}
      />
      <Field
        spec={{
          name: 'teams',
          label: t('signIn.teams'),
          hint: t('signIn.teamsHint'),
          pattern: `\\s*${ID}([\\s,]+${ID})*[\\s,]*`,
        }}
        value={teams}
        onChange={setTeams}
      />
      {error !== undefined && <ProblemNote error={error} />}
      <Button className="button primary wide" type="submit">
        {t('signIn.enter')}
      </Button>
      <p className="hint">{t('signIn.demoNote')}</p>
    </form>
  );
}
