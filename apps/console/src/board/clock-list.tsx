import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { clockKey } from '../api/live-clocks';
import type { CaseClock } from '../api/types';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { ActDialog, type Act } from '../ui/act-dialog';
import { caseName, reassign, supervise } from '../ui/case-acts';
import { Countdown, TimeUsed, urgencyOf } from '../ui/countdown';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';
import { VirtualRows } from '../ui/virtual-rows';

const ROW_REMS = 2.7;

const VIEWS = ['next', 'late', 'paused', 'all'] as const;

type View = (typeof VIEWS)[number];

/** By the instant itself, not by whether the server has recorded the breach yet: both say the same a moment later. */
const viewOf = ({ dueAt }: CaseClock, now: number): Exclude<View, 'all'> => {
  const urgency = urgencyOf(dueAt, now);
  return urgency === 'paused' || urgency === 'late' ? urgency : 'next';
};

/** The going clocks by due instant, in the order in which they break; with what has broken and what stands still a key away. */
export function ClockList({
  clocks,
  teams,
}: {
  readonly clocks: readonly CaseClock[];
  readonly teams: readonly string[];
}) {
  const words = useWords();
  const { t, word, time, number } = words;
  const now = useNow();
  const who = useWho();
  const navigate = useNavigate();
  const [view, setView] = useState<View>('next');
  const [act, setAct] = useState<Act>();

  const counts = useMemo(() => {
    const found = { next: 0, late: 0, paused: 0, soon: 0, hour: 0 };
    for (const clock of clocks) {
      found[viewOf(clock, now)] += 1;
      const urgency = urgencyOf(clock.dueAt, now);
      if (urgency === 'soon') found.soon += 1;
      if (urgency === 'soon' || urgency === 'hour') found.hour += 1;
    }
    return found;
  }, [clocks, now]);
  const shown = useMemo(
    () => (view === 'all' ? clocks : clocks.filter((clock) => viewOf(clock, now) === view)),
    [clocks, view, now],
  );

  const actedOf = ({ complaintId, reference, team }: CaseClock) => ({ id: complaintId, reference, team });
  const acts = may.lead(who)
    ? [
        {
          key: 't',
          label: t('act.reassign'),
          open: (clock: CaseClock) => {
            setAct(reassign(words, actedOf(clock), teams));
          },
        },
        {
          key: 's',
          label: t('act.supervise'),
          open: (clock: CaseClock) => {
            setAct(supervise(words, actedOf(clock)));
          },
        },
      ]
    : [];
  const open = ({ complaintId }: CaseClock) =>
    void navigate({ to: '/cases/$caseId', params: { caseId: complaintId } });
  const total = (one: View) => (one === 'all' ? clocks.length : counts[one]);
  const empty =
    view === 'late' ? t('board.noneLate') : view === 'paused' ? t('board.nonePaused') : t('board.noneNext');

  return (
    <Panel
      title={t('board.list')}
      className="clock-list"
      aside={
        <span className="hint">
          <b data-urgency="soon">{number(counts.soon)}</b> {t('board.soon')} · <b>{number(counts.hour)}</b>{' '}
          {t('board.hour')}
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
              setView(one);
            }}
          >
            <span className="view-count">{number(total(one))}</span> {t(`board.${one}`)}
          </Button>
        ))}
      </div>
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
            const meant = acts.find((one) => one.key === key);
            meant?.open(clock);
            return meant !== undefined;
          }}
          acts={
            acts.length === 0
              ? undefined
              : (clock) =>
                  acts.map(({ key, label, open: begin }) => (
                    <button
                      key={key}
                      type="button"
                      className="button small"
                      tabIndex={-1}
                      onClick={() => {
                        begin(clock);
                      }}
                    >
                      {label} <kbd>{key}</kbd>
                    </button>
                  ))
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
              <Link to="/cases/$caseId" params={{ caseId: clock.complaintId }} tabIndex={-1}>
                {caseName({ id: clock.complaintId, reference: clock.reference })}
              </Link>
            </span>,
            <span key="owner" className="owner">
              {clock.agent ?? <em>{t('board.pool')}</em>} <small>{clock.team}</small>
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
