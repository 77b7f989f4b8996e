import { useQueryClient, useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { CASE_KINDS } from '../api/case-words';
import { ApiProblem } from '../api/problem';
import { serverNow } from '../api/use-live-clocks';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { dateText, dayOf, onDate } from '../ui/local-day';
import { tellUser } from '../ui/notices';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { nameIn, saveDraft, WHAT_IF_AS, type WhatIfAs, type WhatIfQuestion } from './ask-what-if';
import { PolicyChoice } from './policy-choice';
import { Result } from './result';
import { RunState } from './run-state';
import { usePolicyText } from './use-policy-text';
import { useRun } from './use-run';
import './what-if.css';
import { YamlEditor } from './yaml-editor';

const DAY_MS = 86_400_000;
const FIRST_RANGE_DAYS = 7;

/** The days that are looked at, the last one included. */
function firstRange(): { readonly from: string; readonly to: string } {
  const now = serverNow();
  return { from: dateText(now - (FIRST_RANGE_DAYS - 1) * DAY_MS), to: dateText(now) };
}

/** Midnight that begins a day, or the one after it; undefined where that is no day. */
function midnight(text: string, side: 'from' | 'to'): string | undefined {
  const at = onDate(0, text);
  return at === undefined ? undefined : new Date(dayOf(at)[side]).toISOString();
}

/** Edits a policy, judges the past by it once more, and shows what would have come out otherwise. */
export function WhatIfPage() {
  const { t, word } = useWords();
  const who = useWho();
  const chosen = usePolicyText();
  const [range, setRange] = useState(firstRange);
  const [kind, setKind] = useState('');
  const [as, setAs] = useState<WhatIfAs>('judged');
  const [run, ask, cancel] = useRun();
  const saving = useSaving(chosen.text);
  /** Of which text the last refusal speaks. */
  const [refusedText, setRefusedText] = useState('');

  const [from, to] = [midnight(range.from, 'from'), midnight(range.to, 'to')];
  const question: WhatIfQuestion | undefined =
    from === undefined || to === undefined
      ? undefined
      : { ...chosen.judgedBy, from, to, as, ...(kind === '' ? {} : { kind: [kind] }) };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (question === undefined) return;
    setRefusedText(chosen.text);
    saving.reset();
    ask(question);
  };
  const isSaving = saving.isPending || saving.isSuccess;
  const error = saving.error ?? (run.step === 'failed' && !isSaving ? run.error : undefined);
  const places = error instanceof ApiProblem ? error.fields.filter(({ line }) => line !== undefined) : [];
  const isInPlace = chosen.text.split('\n').length === refusedText.split('\n').length;
  return (
    <div className="what-if">
      <header className="page-head">
        <h1>{t('whatIf.title')}</h1>
        <PolicyChoice chosen={chosen} />
      </header>
      <div className="what-if-grid">
        <Panel
          title={t('whatIf.text')}
          className="what-if-text"
          aside={
            chosen.isChanged && (
              <span>
                <span className="flag soon">{t('whatIf.changed')}</span>{' '}
                <Button className="button small" onPress={chosen.revert}>
                  {t('whatIf.revert')}
                </Button>
              </span>
            )
          }
        >
          {chosen.error !== null && <ProblemNote error={chosen.error} />}
          {chosen.isLoading && <p className="hint">{t('app.loading')}</p>}
          <YamlEditor text={chosen.text} problems={places} isInPlace={isInPlace} onChange={chosen.edit} />
          {error !== undefined && places.length === 0 && <ProblemNote error={error} />}
          <form className="what-if-ask" onSubmit={submit}>
            {(['from', 'to'] as const).map((side) => (
              <label key={side} className="filter">
                {t(`whatIf.${side}`)}
                <input
                  type="date"
                  required
                  value={range[side]}
                  onChange={(event) => {
                    setRange((before) => ({ ...before, [side]: event.target.value }));
                  }}
                />
              </label>
            ))}
            <label className="filter">
              {t('whatIf.kind')}
              <select
                value={kind}
                onChange={(event) => {
                  setKind(event.target.value);
                }}
              >
                <option value="">{t('kind.all')}</option>
                {CASE_KINDS.map((one) => (
                  <option key={one} value={one}>
                    {word('kind', one)}
                  </option>
                ))}
              </select>
            </label>
            <label className="filter">
              {t('whatIf.as')}
              <select
                value={as}
                onChange={({ target }) => {
                  setAs(WHAT_IF_AS.find((one) => one === target.value) ?? 'judged');
                }}
              >
                {WHAT_IF_AS.map((one) => (
                  <option key={one} value={one}>
                    {t(`figures.as.${one}`)}
                  </option>
                ))}
              </select>
            </label>
            <span className="acts">
              <Button
                className="button primary"
                type="submit"
                isDisabled={run.step === 'running' || question === undefined || chosen.text === ''}
              >
                {t('whatIf.run')}
              </Button>
              {may.draftPolicies(who) && (
                <Button
                  className="button"
                  isDisabled={saving.isPending || chosen.text === ''}
                  onPress={() => {
                    setRefusedText(chosen.text);
                    saving.mutate();
                  }}
                >
                  {t('whatIf.saveDraft')}
                </Button>
              )}
            </span>
          </form>
        </Panel>
        <div className="what-if-result">
          <RunState run={run} onCancel={cancel} />
          {run.answered === undefined ? (
            run.step !== 'running' && <p className="hint pad">{t('whatIf.notYet')}</p>
          ) : (
            <>
              {JSON.stringify(run.answered.question) !== JSON.stringify(question) && (
                <p className="what-if-stale" role="status">
                  {t('whatIf.stale')}
                </p>
              )}
              <Result key={run.answered.answer.asOf} {...run.answered} />
            </>
          )}
        </div>
      </div>
    </div>
  );
}

/** Puts the text down as a draft. */
function useSaving(text: string) {
  const { t } = useWords();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const name = nameIn(text);
      if (name === undefined) throw new ApiProblem(422, 'name-missing', 'The text names no policy.');
      return saveDraft(name, text);
    },
    onSuccess: ({ draft }) => {
      tellUser(t('whatIf.saved', { draft, name: nameIn(text) ?? '' }));
      return queries.invalidateQueries();
    },
  });
}
