import { useState, type SubmitEvent } from 'react';
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
  readonly send: (filled: Filled) => Promise<CommandOutcome>;
  /** What to tell the user once it is done; undefined: that it is done. */
  readonly said?: (outcome: CommandOutcome) => string | undefined;
}

/** Asks for what an act needs, does it, and shows what follows. Everything on the screen is asked anew then. */
export function ActDialog({ act, onClose }: { readonly act: Act | undefined; readonly onClose: () => void }) {
  return (
    <ModalOverlay className="overlay" isOpen={act !== undefined} onOpenChange={onClose} isDismissable>
      <Modal className="modal">
        <Dialog className="dialog">{act !== undefined && <ActForm act={act} onClose={onClose} />}</Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function ActForm({ act, onClose }: { readonly act: Act; readonly onClose: () => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [values, setValues] = useState<Filled>(() =>
    Object.fromEntries(act.fields.map(({ name, initial }) => [name, initial])),
  );
  const sending = useMutation({
    mutationFn: () => act.send(filledOf(values)),
    onSuccess: (outcome) => {
      tellUser(act.said?.(outcome) ?? t('act.done'));
      onClose();
    },
    onSettled: () => queries.invalidateQueries(),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    sending.mutate();
  };
  const isStale = sending.error instanceof ApiProblem && sending.error.code === 'revision-stale';
  return (
    <form onSubmit={submit}>
      <Heading slot="title">{act.title}</Heading>
      {act.about !== undefined && <p className="hint">{act.about}</p>}
      {act.fields.map((field, n) => (
        <Field
          key={field.name}
          spec={field}
          autoFocus={n === 0}
          value={values[field.name] ?? ''}
          onChange={(value) => {
            setValues((before) => ({ ...before, [field.name]: value }));
          }}
        />
      ))}
      {sending.error !== null &&
        (isStale ? (
          <p className="problem" role="alert">
            {t('act.changedMeanwhile')}
          </p>
        ) : (
          <ProblemNote error={sending.error} />
        ))}
      <footer className="dialog-foot">
        <Button className="button" onPress={onClose}>
          {t('act.cancel')}
        </Button>
        <Button
          className="button primary"
          type="submit"
          isDisabled={sending.isPending}
          autoFocus={act.fields.length === 0}
        >
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
