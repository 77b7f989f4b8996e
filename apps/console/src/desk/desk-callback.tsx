import { useQuery } from '@tanstack/react-query';
import { callbackView } from '../api/questions';
import type { CallbackView } from '../api/types';
import { useWho } from '../app/use-session';
import { useWords, type Words } from '../i18n/use-words';
import type { Act } from '../ui/act-dialog';
import { Asked } from '../ui/asked';
import { Countdown } from '../ui/countdown';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';
import {
  cancelCall,
  claimCall,
  completeCall,
  handOverCall,
  recordOutcome,
  rescheduleCall,
  startCall,
} from './callback-acts';
import { DeskCase } from './desk-case';
import { KeyActs, type KeyAct } from './key-acts';

/** A call that was promised, with the case that it is about. */
export function DeskCallback({
  callbackId,
  onAct,
}: {
  readonly callbackId: string;
  readonly onAct: (act: Act) => void;
}) {
  const words = useWords();
  const { t, word, time, timeIn, number } = words;
  const now = useNow();
  const who = useWho();
  const asked = useQuery(callbackView(callbackId));
  return (
    <Asked asked={asked}>
      {(found) => (
        <>
          <header className="work-head">
            <h2>{word('purpose', found.purpose)}</h2>
            <KeyActs acts={actsFor(words, found, who.id)} onAct={onAct} />
          </header>
          <Panel
            title={t('desk.call')}
            aside={<span className="flag">{word('callState', found.state)}</span>}
          >
            <p className="customer">
              <b>{found.customer.name ?? found.customer.id}</b>
              {found.customer.number !== null && (
                <a href={`tel:${found.customer.number.replaceAll(' ', '')}`}>{found.customer.number}</a>
              )}
              <span className="hint">{t('desk.customerTime', { time: timeIn(now, found.timeZone) })}</span>
            </p>
            <p>
              {t('desk.window')} <b>{time(found.window.from, now)}</b> – <b>{time(found.window.to, now)}</b>{' '}
              {found.state === 'scheduled' && <Countdown dueAt={found.window.to} />}
              {found.missedAt !== null && (
                <b data-urgency="late"> {t('desk.missed', { time: time(found.missedAt, now) })}</b>
              )}
            </p>
            {found.suppressed !== null && (
              <p className="problem">
                {t(`suppression.${found.suppressed.rule}` as 'suppression.spacing')}{' '}
                {found.suppressed.nextAllowedAt !== null &&
                  t('suppression.next', { time: time(found.suppressed.nextAllowedAt, now) })}
              </p>
            )}
            <p className="hint">
              {t('desk.attempts')}: {number(found.attemptCount)}
              {found.attempts.map(({ number: n, outcome, startedAt }) => (
                <span key={n}>
                  {' '}
                  · {time(startedAt, now)} {outcome !== null && word('outcome', outcome)}
                </span>
              ))}
            </p>
          </Panel>
          {found.complaintId !== null && <DeskCase caseId={found.complaintId} onAct={onAct} isBelowCall />}
        </>
      )}
    </Asked>
  );
}

function actsFor(words: Words, found: CallbackView, who: string): readonly KeyAct[] {
  const { t } = words;
  const { state } = found;
  const isOver = state === 'completed' || state === 'cancelled' || state === 'unreachable';
  const isMine = found.owner === who && found.claimed;
  const all: readonly (KeyAct & { readonly shows: boolean })[] = [
    {
      shows: !isOver && !isMine,
      key: 'c',
      label: t('act.claim'),
      act: () => claimCall(words, found),
      isFirst: true,
    },
    {
      shows: isMine && state === 'scheduled',
      key: 'k',
      label: t('act.startCall'),
      act: () => startCall(words, found),
      isFirst: true,
    },
    {
      shows: state === 'attempting',
      key: 'l',
      label: t('act.recordOutcome'),
      act: () => recordOutcome(words, found),
      isFirst: true,
    },
    {
      shows: state === 'reached',
      key: 'm',
      label: t('act.completeCall'),
      act: () => completeCall(words, found),
      isFirst: true,
    },
    {
      shows: state === 'scheduled',
      key: 'g',
      label: t('act.reschedule'),
      act: () => rescheduleCall(words, found),
    },
    { shows: !isOver, key: 'd', label: t('act.cancelCall'), act: () => cancelCall(words, found) },
    { shows: !isOver, key: 'h', label: t('act.handOver'), act: () => handOverCall(words, found) },
  ];
  return all.filter(({ shows }) => shows);
}
