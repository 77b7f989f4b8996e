import { useState, type ReactNode, type SubmitEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/problem';
import type { CommandOutcome } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Field, type FieldSpec } from './field';
import { ProblemNote } from './problem-note';
import { tellUser } from './notices';

/** What was filled in, by the names of the fields; what was left empty is not there. */
export type Filled = Readonly<Record<string, string | undefined>>;

/** Something that can be done, and what has to be said for it. */
export interface Act {
  readonly title: string;
  /** What it is done to. */
  readonly about?: string;
  readonly fields: readonly FieldSpec[];
  /** @param revision the one to decide on, where somebody has changed it since the dialog was opened and the user has looked again */
  readonly send: (filled: Filled, revision?: number) => Promise<CommandOutcome>;
  /** What there is to know before it is sent, by what is filled in so far. */
  readonly foresees?: (filled: Filled) => ReactNode;
  /** What to tell the user once it is done; undefined: that it is done. */
  readonly said?: (outcome: CommandOutcome) => string | undefined;
}

/** A dialog waits no longer than this for the page to show what was done. */
const SHOWN_WITHIN_MS = 1_500;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks for what an act needs, does it, and shows what follows. Everything on the screen is asked anew then. */
export function ActDialog({ act, onClose }: { readonly act: Act | undefined; readonly onClose: () => void }) {
  const [wasTyped, setTyped] = useState(false);
  const [isWarned, setWarned] = useState(false);
  const close = () => {
    setTyped(false);
    setWarned(false);
    onClose();
  };
  return (
    <ModalOverlay
      className="overlay"
      isOpen={act !== undefined}
      onOpenChange={() => {
        if (wasTyped && !isWarned) setWarned(true);
        else close();
      }}
      isDismissable={!wasTyped}
    >
      <Modal className="modal">
        <Dialog className="dialog">
          {act !== undefined && (
            <ActForm
              act={act}
              isWarned={isWarned}
              onType={() => {
                setTyped(true);
                setWarned(false);
              }}
              onClose={close}
            />
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function ActForm({
  act,
  isWarned,
  onType,
  onClose,
}: {
  readonly act: Act;
  /** Once more, and what was typed is gone. */
  readonly isWarned: boolean;
  readonly onType: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [values, setValues] = useState<Filled>(() =>
    Object.fromEntries(act.fields.map(({ name, initial }) => [name, initial])),
  );
  const fields = act.fields.filter(({ shows }) => shows?.(values) ?? true);
  const filled = filledOf(Object.fromEntries(fields.map(({ name }) => [name, values[name]])));
  const [revision, setRevision] = useState<number>();
  const sending = useMutation({
    mutationFn: () => act.send(filled, revision),
    onError: (error) => {
      void queries.invalidateQueries();
      if (error instanceof ApiProblem && error.code === 'revision-stale') setRevision(error.revision);
    },
    onSuccess: async (outcome) => {
      // What follows is done to what is on the screen: it should show this first, where that does not take long.
      await Promise.race([queries.invalidateQueries(), sleep(SHOWN_WITHIN_MS)]);
      tellUser(act.said?.(outcome) ?? t('act.done', { act: act.title }));
      onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!sending.isPending) sending.mutate();
  };
  const isStale = sending.error instanceof ApiProblem && sending.error.code === 'revision-stale';
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        // From within a text, where Enter alone begins a line.
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      <Heading slot="title">{act.title}</Heading>
      {act.about !== undefined && <p className="hint">{act.about}</p>}
      {fields.map((field, n) => (
        <Field
          key={field.name}
          spec={field}
          autoFocus={n === 0}
          value={values[field.name] ?? ''}
          onChange={(value) => {
            setValues((before) => ({ ...before, [field.name]: value }));
            onType();
          }}
        />
      ))}
      {act.foresees?.(filled)}
      {sending.error !== null &&
        (isStale ? (
          <p className="problem" role="alert">
            {t('act.changedMeanwhile')}
          </p>
        ) : (
          <ProblemNote error={sending.error} />
        ))}
      {sending.isPending && (
        <p className="hint" role="status">
          {t('act.sending')}
        </p>
      )}
      {isWarned && (
        <p className="foreseen" role="alert">
          {t('act.escapeAgain')}
        </p>
      )}
      <footer className="dialog-foot">
        <Button className="button" onPress={onClose}>
          {t('act.cancel')}
        </Button>
        <Button className="button primary" type="submit" autoFocus={act.fields.length === 0}>
          {t('act.do')}
        </Button>
      </footer>
    </form>
  );
}

const filledOf = (values: Filled): Filled =>
  Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
