import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { clockKey } from '../api/live-clocks';
import { waitingApprovals } from '../api/questions';
import type { BoardClock } from '../api/types';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { ActDialog, type Act } from '../ui/act-dialog';
import { caseName, reassign, supervise, type Acted } from '../ui/case-acts';
import { CaseLink, useOpenCase } from '../ui/case-link';
import { Countdown, TimeUsed, urgencyOf } from '../ui/countdown';
import { openDecision } from '../ui/decisions';
import { tellUser } from '../ui/notices';
import { Panel } from '../ui/panel';
import { SubjectLink, useOpenSubject } from '../ui/subject-link';
import { useNow, useStandingNow } from '../ui/use-now';
import { VirtualRows } from '../ui/virtual-rows';
import { duePartsOf, urgenciesOf } from './due-parts';
import { isOf, type Only } from './only';

const ROW_REMS = 2.7;

const VIEWS = ['next', 'late', 'paused', 'all'] as const;

export type ClockView = (typeof VIEWS)[number];

/** The going clocks by due instant, in the order in which they break; with what has broken and what stands still a key away. */
export function ClockList({
  clocks,
  teams,
  only,
  view,
  onView,
  onAll,
  isPartial = false,
}: {
  readonly clocks: readonly BoardClock[];
  readonly teams: readonly string[];
  /** Of which it shows only. */
  readonly only?: Only | undefined;
  readonly view: ClockView;
  readonly onView: (view: ClockView) => void;
  /** Shows all of them again. */
  readonly onAll?: () => void;
  /** There are more, and they are on their way. */
  readonly isPartial?: boolean;
}) {
  const words = useWords();
  const { t, word, time, number } = words;
  const now = useNow();
  const who = useWho();
  const openCase = useOpenCase();
  const openSubject = useOpenSubject();
  const isPast = useStandingNow() !== undefined;
  const [act, setAct] = useState<Act>();

  const waiting = useQuery({ ...waitingApprovals(), enabled: !isPast });

  const known = useMemo(
    () => duePartsOf(only === undefined ? clocks : clocks.filter(isOf(only))),
    [clocks, only],
  );
  // By the instant itself, not by whether the server has recorded the breach yet: both say the same a moment later.
  const { late, soon, hour } = urgenciesOf(known, now);
  const shown = useMemo(
    () =>
      ({
        next: () => [...known.due.slice(late), ...known.beyond],
        late: () => known.due.slice(0, late),
        paused: () => known.paused,
        all: () => [...known.due, ...known.beyond, ...known.paused],
      })[view](),
    [known, view, late],
  );
  const counts: Readonly<Record<ClockView, number>> = {
    next: known.due.length - late + known.beyond.length,
    late,
    paused: known.paused.length,
    all: known.due.length + known.beyond.length + known.paused.length,
  };

  const acts =
    may.lead(who) && !isPast
      ? [
          {
            key: 't',
            label: t('act.reassign'),
            open: (acted: Acted) => {
              setAct(reassign(words, acted, teams));
            },
          },
          {
            key: 's',
            label: t('act.supervise'),
            open: (acted: Acted) => {
              setAct(supervise(words, acted));
            },
          },
        ]
      : [];
  const decide = ({ id }: Acted) => {
    const request = waiting.data?.items.find((one) => one.complaintId === id);
    if (request === undefined) tellUser(t('board.nothingToDecide'));
    else setAct(openDecision(words, request));
  };
  // What is remembered of the live board is of now.
  const isAsked = new Set(isPast ? [] : waiting.data?.items.map(({ complaintId }) => complaintId));
  const open = ({ complaintId, subject }: BoardClock) => {
    if (subject !== null) openSubject(subject.id);
    else if (complaintId !== null) openCase(complaintId);
  };
  const empty =
    view === 'late' ? t('board.noneLate') : view === 'paused' ? t('board.nonePaused') : t('board.noneNext');

  return (
    <Panel
      title={t('board.list')}
      className="clock-list"
      aside={
        <span className="hint">
          <b data-urgency="soon">{number(soon)}</b> {t('board.soon')} · <b>{number(hour)}</b>{' '}
          {t('board.hour')}
          {isPartial && <em> · {t('board.partial')}</em>}
        </span>
      }
    >
      <div className="views" role="group" aria-label={t('board.list')}>
        {VIEWS.map((one) => (
          <Button
            key={one}
            className="view"
            data-view={one}
            aria-pressed={one === view}
            onPress={() => {
              onView(one);
            }}
          >
            <span className="view-count">{number(counts[one])}</span> {t(`board.${one}`)}
          </Button>
        ))}
      </div>
      {only !== undefined && (
        <p className="only">
          <span className="tag">
            {t('board.only', { name: only.agent ?? `${t('board.pool')} ${only.team}` })}
            <Button className="tag-remove" aria-label={t('board.showAll')} onPress={() => onAll?.()}>
              ×
            </Button>
          </span>
        </p>
      )}
      {shown.length === 0 ? (
        <p className="hint pad">{empty}</p>
      ) : (
        <VirtualRows
          label={t('board.list')}
          columns={[t('board.due'), t('board.used'), t('board.clock'), t('board.case'), t('board.owner')]}
          rows={shown}
          rowKey={clockKey}
          rowClass={({ dueAt }) => `is-${urgencyOf(dueAt, now)}`}
          rowRems={ROW_REMS}
          onOpen={open}
          onKey={(key, clock) => {
            const acted = actedOf(clock);
            const meant = key === 'a' && !isPast ? decide : acts.find((one) => one.key === key)?.open;
            if (acted === undefined || meant === undefined) return false;
            meant(acted);
            return true;
          }}
          acts={
            acts.length === 0
              ? undefined
              : (clock) => {
                  const acted = actedOf(clock);
                  if (acted === undefined) return null;
                  const possible = [
                    ...(isAsked.has(acted.id) ? [{ key: 'a', label: t('act.decision'), open: decide }] : []),
                    ...acts,
                  ];
                  return possible.map(({ key, label, open: begin }) => (
                    <button
                      key={key}
                      type="button"
                      className="button small"
                      tabIndex={-1}
                      onClick={() => {
                        begin(acted);
                      }}
                    >
                      {label} <kbd>{key}</kbd>
                    </button>
                  ));
                }
          }
        >
          {(clock) => [
            <Countdown key="due" dueAt={clock.dueAt} state={clock.state} />,
            <span key="used" className="used-cell">
              <TimeUsed startedAt={clock.startedAt} dueAt={clock.dueAt} />
              <small>{clock.dueAt === null ? '' : time(clock.dueAt, now)}</small>
            </span>,
            word('clock', clock.clock),
            <span key="case">
              <span className="priority" data-priority={clock.priority} title={t('board.priority')}>
                P{clock.priority}
              </span>{' '}
              {clock.subject !== null && (
                <SubjectLink subject={clock.subject} short={clock.complaintId !== null} tabIndex={-1} />
              )}{' '}
              {clock.complaintId !== null && (
                <CaseLink caseId={clock.complaintId} tabIndex={-1}>
                  {caseName({ id: clock.complaintId, reference: clock.reference })}
                </CaseLink>
              )}
            </span>,
            <span key="owner" className="owner">
              {clock.agent ?? (clock.subject === null && <em>{t('board.pool')}</em>)}{' '}
              <small>{clock.team}</small>
            </span>,
          ]}
        </VirtualRows>
      )}
      <ActDialog
        act={act}
        onClose={() => {
          setAct(undefined);
        }}
      />
    </Panel>
  );
}

/** The case that can be acted on; undefined where it is the clock of a subject: that goes its own way. */
const actedOf = ({ complaintId, subject, reference, team }: BoardClock): Acted | undefined =>
  complaintId === null || subject !== null ? undefined : { id: complaintId, reference, team };
