import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import type { QueueItem } from '../api/types';
import { itemKey, itemName } from '../desk/queue-list';
import { useWords } from '../i18n/use-words';
import { note } from '../ui/case-acts';
import { CaseLink } from '../ui/case-link';
import { Field } from '../ui/field';
import { tellUser } from '../ui/notices';
import { ProblemNote, ProblemText } from '../ui/problem-note';
import { moveWork, workOf, type NotMoved } from './move-work';
import type { Only } from './only';

/** Whose work can be moved from here: all that an agent has of a team's, when they go home sick. */
export type Holder = Only & { readonly agent: string };

/**
 * Moves it, case by case, and says what could not be moved: it can't be closed before that is known. It stands apart from the row of the
 * agent, which goes with their work.
 */
export function MoveWorkDialog({
  of,
  teams,
  onClose,
}: {
  readonly of: Holder | undefined;
  readonly teams: readonly string[];
  readonly onClose: () => void;
}) {
  return (
    <ModalOverlay className="overlay" isOpen={of !== undefined} isKeyboardDismissDisabled>
      <Modal className="modal">
        <Dialog className="dialog">
          {of !== undefined && <Moving of={of} teams={teams} onClose={onClose} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Moving({
  of,
  teams,
  onClose,
}: {
  readonly of: Holder;
  readonly teams: readonly string[];
  readonly onClose: () => void;
}) {
  const words = useWords();
  const { t, number } = words;
  const queries = useQueryClient();
  const work = useQuery({
    queryKey: ['work', of],
    queryFn: ({ signal }) => workOf(of, signal),
    // What is moved is what was shown.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const [values, setValues] = useState({ team: of.team, agent: '', note: '' });
  const [moved, setMoved] = useState(0);
  const [failed, setFailed] = useState<readonly NotMoved[]>();
  const items: readonly QueueItem[] = failed?.map(({ item }) => item) ?? work.data ?? [];
  const moving = useMutation({
    mutationFn: () => {
      const filled = Object.fromEntries(
        Object.entries(values).flatMap(([name, value]) =>
          value.trim() === '' ? [] : [[name, value.trim()]],
        ),
      );
      return moveWork(items, filled, () => {
        setMoved((count) => count + 1);
      });
    },
    onSuccess: (notMoved) => {
      void queries.invalidateQueries({ predicate: ({ queryKey: [asked] }) => asked !== 'work' });
      setFailed(notMoved);
      if (notMoved.length > 0) return;
      tellUser(t('board.movedAll', { agent: of.agent }));
      onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!moving.isPending) moving.mutate();
  };
  const count = (item: QueueItem['item']) => number(items.filter((one) => one.item === item).length);
  const fields = [
    { name: 'team', label: t('act.team'), required: true, proposed: teams },
    { name: 'agent', label: t('act.agent'), hint: t('act.agentHint') },
    note(words),
  ] as const;
  return (
    <form onSubmit={submit}>
      <Heading slot="title">{t('board.moveWorkOf', { agent: of.agent })}</Heading>
      {work.error !== null && <ProblemNote error={work.error} />}
      <p className="hint" role="status">
        {work.isPending
          ? t('app.loading')
          : moving.isPending || failed !== undefined
            ? t('board.movedSoFar', { moved: number(moved), all: number(work.data?.length ?? 0) })
            : t('board.toMove', { cases: count('case'), callbacks: count('callback') })}
      </p>
      {failed !== undefined && failed.length > 0 && !moving.isPending && (
        <div className="problem" role="alert">
          <strong>{t('board.notMoved')}</strong>
          <ul className="not-moved">
            {failed.map(({ item, error }) => (
              <li key={itemKey(item)}>
                {item.complaintId === null ? (
                  itemName(item)
                ) : (
                  <CaseLink caseId={item.complaintId}>{itemName(item)}</CaseLink>
                )}
                : <ProblemText error={error} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {fields.map((field, n) => (
        <Field
          key={field.name}
          spec={field}
          autoFocus={n === 0}
          value={values[field.name]}
          onChange={(value) => {
            setValues((before) => ({ ...before, [field.name]: value }));
          }}
        />
      ))}
      <footer className="dialog-foot">
        <Button className="button" isDisabled={moving.isPending} onPress={onClose}>
          {t(failed === undefined ? 'act.cancel' : 'app.close')}
        </Button>
        <Button
          className="button primary"
          type="submit"
          isDisabled={items.length === 0}
          isPending={moving.isPending}
        >
          {t('act.do')}
        </Button>
      </footer>
    </form>
  );
}
