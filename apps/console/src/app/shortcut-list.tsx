import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useWords } from '../i18n/use-words';
import { may } from './rights';
import { useWho } from './use-session';

/** What can be done by keyboard. */
export function ShortcutList({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const who = useWho();
  const groups: readonly (readonly [
    title: string,
    keys: readonly (readonly [key: string, does: string])[],
  ])[] = [
    [
      t('app.name'),
      [
        ['?', t('keys.help')],
        ...(may.watchBoard(who) ? ([['1', t('keys.goBoard')]] as const) : []),
        ...(may.workCases(who) ? ([['2', t('keys.goDesk')]] as const) : []),
        ...(may.listCases(who) ? ([['3', t('keys.goCases')]] as const) : []),
        ...(may.seeFigures(who) ? ([['4', t('keys.goFigures')]] as const) : []),
        ...(may.askWhatIf(who) ? ([['5', t('whatIf.go')]] as const) : []),
      ],
    ],
    [
      t('app.board'),
      [
        ['↑ ↓', t('board.keys.move')],
        ['Enter', t('board.keys.open')],
        ['t', t('board.keys.reassign')],
        ['s', t('board.keys.supervise')],
        ['a', t('board.keys.decide')],
      ],
    ],
    [
      t('past.travel'),
      [
        ['← →', t('past.keys.minute')],
        ['⇧ ← →', t('past.keys.hour')],
        ['p', t('past.keys.play')],
      ],
    ],
    [
      t('app.desk'),
      [
        ['n', t('desk.next')],
        ['c', t('act.claim')],
        ['r', t('act.respond')],
        ['w', t('act.wait')],
        ['u', t('act.resume')],
        ['p', t('act.propose')],
        ['b', t('act.schedule')],
        ['h', t('act.handOver')],
        ['o', t('act.note')],
        ['e', t('act.resolve')],
        ['k', t('act.startCall')],
        ['l', t('act.recordOutcome')],
        ['m', t('act.completeCall')],
        ['g', t('act.reschedule')],
        ['d', t('act.cancelCall')],
        ['x', t('act.askExtension')],
        ['a', t('act.answerSupervision')],
        ['q', t('desk.toQueue')],
        ['i', t('desk.toWork')],
      ],
    ],
  ];
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={onClose} isDismissable>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">{t('keys.title')}</Heading>
          <div className="key-groups">
            {groups.map(([title, keys]) => (
              <section key={title} className={keys.length > 8 ? 'is-long' : ''}>
                <h3>{title}</h3>
                <dl className="keys">
                  {keys.map(([key, does]) => (
                    <div key={key}>
                      <dt>
                        <kbd>{key}</kbd>
                      </dt>
                      <dd>{does}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <footer className="dialog-foot">
            <Button className="button" onPress={onClose} autoFocus>
              {t('app.close')}
            </Button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
