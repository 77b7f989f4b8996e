import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ask } from '../api/client';
import { agentQueue } from '../api/questions';
import type { QueueItem } from '../api/types';
import { useLiveQueue } from '../api/use-live-queue';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { ActDialog, type Act } from '../ui/act-dialog';
import { Asked } from '../ui/asked';
import { FreshnessMark, StaleBanner } from '../ui/freshness-mark';
import { tellUser } from '../ui/notices';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { useShortcuts } from '../ui/use-shortcuts';
import { DeskCallback } from './desk-callback';
import { DeskCase } from './desk-case';
import { keepInHand, keptInHand, type InHand } from './in-hand';
import { itemKey, itemName, QueueList } from './queue-list';
import { TeamPool } from './team-pool';
import { useAskedAround } from './use-asked-around';
import { useFocusKept } from './use-focus-kept';
import { useQueueNews } from './use-queue-news';

/** An agent's desk: what is theirs by what is lost by waiting, the next one, and the one in their hands. */
export function DeskPage() {
  const { t, number } = useWords();
  const who = useWho();
  const live = useLiveQueue(who.id, who.teams);
  const isLive = live.freshness.state === 'live';
  const queue = useQuery({ ...agentQueue(who.id), enabled: !isLive });
  const [chosen, setChosen] = useState(() => keptInHand(who.id));
  const choose = (item: QueueItem) => {
    setChosen(item);
    keepInHand(who.id, item);
  };
  const [act, setAct] = useState<Act>();
  useAskedAround(`${String(live.changes)} ${live.freshness.state}`);
  const desk = useRef<HTMLDivElement>(null);
  const lists = useRef<HTMLDivElement>(null);
  const work = useRef<HTMLElement>(null);
  useFocusKept(desk, 'section[tabindex]');

  const next = useNext((item) => {
    if (item === null) tellUser(t('desk.noneNext'));
    else {
      tellUser(t('desk.tookNext', { name: itemName(item) }));
      choose(item);
      work.current?.focus();
    }
  });
  useShortcuts({
    n: () => {
      next.mutate();
    },
    i: () => {
      work.current?.focus();
    },
    q: () => {
      lists.current?.querySelector<HTMLElement>('[role=listbox]')?.focus();
    },
  });
  // As it stands now in the queue; else as it was when it was chosen, from the pool or handed over meanwhile.
  const key = chosen === undefined ? undefined : itemKey(chosen);
  const current: InHand | undefined = queue.data?.items.find((item) => itemKey(item) === key) ?? chosen;
  useQueueNews(queue.data?.items, key);

  return (
    <div className="desk" ref={desk}>
      <header className="page-head">
        <h1>{t('desk.title')}</h1>
        <FreshnessMark freshness={live.freshness} />
        <Button
          className="button primary"
          onPress={() => {
            next.mutate();
          }}
          isDisabled={next.isPending}
        >
          {t('desk.next')} <kbd>n</kbd>
        </Button>
      </header>
      <StaleBanner freshness={live.freshness} />
      {next.error !== null && <ProblemNote error={next.error} />}
      <div className="desk-grid">
        <div className="desk-lists" ref={lists}>
          <Panel
            title={t('desk.queue')}
            aside={<b className="count">{number(queue.data?.items.length ?? 0)}</b>}
          >
            <Asked asked={queue} empty={t('desk.empty')} isEmpty={({ items }) => items.length === 0}>
              {({ items }) => (
                <QueueList label={t('desk.queue')} items={items} chosen={key} onChoose={choose} />
              )}
            </Asked>
          </Panel>
          {who.teams.map((team) => (
            <TeamPool key={team} team={team} isLive={isLive} chosen={key} onChoose={choose} />
          ))}
        </div>
        <section
          className="desk-work"
          ref={work}
          tabIndex={-1}
          aria-label={
            current === undefined ? t('desk.choose') : t('desk.inHand', { name: itemName(current) })
          }
        >
          {current === undefined ? (
            <p className="hint pad">{t('desk.choose')}</p>
          ) : current.item === 'callback' && current.callbackId !== null ? (
            <DeskCallback key={current.callbackId} callbackId={current.callbackId} onAct={setAct} />
          ) : current.complaintId !== null ? (
            <DeskCase key={current.complaintId} caseId={current.complaintId} onAct={setAct} />
          ) : null}
        </section>
      </div>
      <ActDialog
        act={act}
        onClose={() => {
          setAct(undefined);
        }}
      />
    </div>
  );
}

function useNext(onNext: (item: QueueItem | null) => void) {
  return useMutation({
    mutationFn: () => ask<{ readonly item: QueueItem | null }>('/v1/queues/next'),
    onSuccess: ({ item }) => {
      onNext(item);
    },
  });
}
