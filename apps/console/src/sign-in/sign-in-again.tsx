import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useQueryClient } from '@tanstack/react-query';
import { useSession } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { session } from './session';

/** Over the page of somebody whose sign-in has ended: what they were about to say is not lost. */
export function SignInAgain() {
  const { t } = useWords();
  const state = useSession();
  const queries = useQueryClient();
  const [reason, setReason] = useState<string>();
  // A small window that was closed tells nobody: so it can be opened again.
  const [isGoing, setGoing] = useState(false);
  if (state.step !== 'in' || !state.lapsed) return null;
  const again = () => {
    setGoing(true);
    setReason(undefined);
    session
      .signInAgain()
      .then(
        () => {
          void queries.invalidateQueries();
        },
        (error: unknown) => {
          setReason(error instanceof Error ? error.message : String(error));
        },
      )
      .finally(() => {
        setGoing(false);
      });
  };
  return (
    <ModalOverlay className="overlay" isOpen isKeyboardDismissDisabled>
      <Modal className="modal">
        <Dialog className="dialog" role="alertdialog">
          <Heading slot="title">{t('signIn.endedTitle')}</Heading>
          <p>{t('signIn.endedStay', { who: state.who.name ?? state.who.id })}</p>
          {reason !== undefined && (
            <p className="problem" role="alert">
              {t('signIn.popupFailed', { reason })}
            </p>
          )}
          {isGoing && (
            <p className="hint" role="status">
              {t('signIn.popupWaits')}
            </p>
          )}
          <footer className="dialog-foot">
            <Button
              className="button"
              onPress={() => {
                session.end('expired');
              }}
            >
              {t('signIn.endedLeave')}
            </Button>
            <Button className="button primary" autoFocus onPress={again}>
              {t('signIn.again')}
            </Button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
