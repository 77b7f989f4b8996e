import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { owedCallbacks } from '../api/questions';
import type { QueueLoad } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { CaseLink } from '../ui/case-link';
import { Countdown } from '../ui/countdown';
import { useStandingNow } from '../ui/use-now';
import type { Only } from './only';

/** The calls that somebody owes, and of these the late ones: two numbers, each leading to its calls. Nothing where there are none. */
export function CallbacksBehind({
  load: { callbacks, callbacksLate },
  of,
}: {
  readonly load: Pick<QueueLoad, 'callbacks' | 'callbacksLate'>;
  readonly of: Only;
}) {
  const { t, number } = useWords();
  const isPast = useStandingNow() !== undefined;
  const [shown, setShown] = useState<'all' | 'late'>();
  if (callbacks === 0) return null;
  const whose = of.agent ?? `${t('board.pool')} ${of.team}`;
  const late = (
    <b data-urgency="late">
      <span aria-hidden="true">▲</span> {number(callbacksLate)}
    </b>
  );
  // The list is of now.
  if (isPast)
    return (
      <>
        {number(callbacks)} {callbacksLate > 0 && late}
      </>
    );
  return (
    <>
      <Button
        className="button small"
        aria-label={`${t('board.callbacks')}: ${whose}, ${number(callbacks)}`}
        onPress={() => {
          setShown('all');
        }}
      >
        {number(callbacks)}
      </Button>{' '}
      {callbacksLate > 0 && (
        <Button
          className="button small"
          aria-label={`${t('board.callbacksLate')}: ${whose}, ${number(callbacksLate)}`}
          onPress={() => {
            setShown('late');
          }}
        >
          {late}
        </Button>
      )}
      <ModalOverlay
        className="overlay"
        isOpen={shown !== undefined}
        onOpenChange={() => {
          setShown(undefined);
        }}
        isDismissable
      >
        <Modal className="modal">
          <Dialog className="dialog">
            {({ close }) => (
              <>
                <Heading slot="title">
                  {t(shown === 'late' ? 'board.callbacksLate' : 'board.callbacks')}: {whose}
                </Heading>
                <Calls of={of} isLate={shown === 'late'} />
                <footer className="dialog-foot">
                  <Button className="button" onPress={close} autoFocus>
                    {t('app.close')}
                  </Button>
                </footer>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}

function Calls({ of, isLate }: { readonly of: Only; readonly isLate: boolean }) {
  const { t, word, number } = useWords();
  const asked = useQuery(owedCallbacks(of, isLate));
  return (
    <Asked asked={asked} isEmpty={({ items }) => items.length === 0}>
      {({ items, nextCursor }) => (
        <>
          <ul className="lines pairs">
            {items.map(({ id, window, purpose, complaintId, state }) => (
              <li key={id}>
                <Countdown dueAt={window.to} />
                <span>{word('purpose', purpose)}</span>
                {complaintId === null ? (
                  <span />
                ) : (
                  <CaseLink caseId={complaintId}>{complaintId.slice(-8)}</CaseLink>
                )}
                <span className="hint">{word('callState', state)}</span>
              </li>
            ))}
          </ul>
          {nextCursor !== undefined && (
            <p className="hint">{t('board.firstOnly', { count: number(items.length) })}</p>
          )}
        </>
      )}
    </Asked>
  );
}
