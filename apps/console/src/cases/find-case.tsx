import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { ask } from '../api/client';
import type { CaseSummary, Page } from '../api/types';
import { useWords } from '../i18n/use-words';
import { ProblemNote } from '../ui/problem-note';

/** Opens a case by its number in an outside system, or by its id; where several have the number, lists them. */
export function FindCase() {
  const { t } = useWords();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const { mutate, error } = useMutation({
    mutationFn: async (name: string) => {
      const { items } = await ask<Page<CaseSummary>>('/v1/complaints', { reference: name, limit: 2 });
      const [first, second] = items;
      await (second === undefined
        ? navigate({ to: '/cases/$caseId', params: { caseId: first?.id ?? name } })
        : navigate({ to: '/cases', search: { reference: name } }));
    },
  });
  const find = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() !== '') mutate(text.trim());
  };
  return (
    <form className="find" onSubmit={find} role="search">
      <input
        type="search"
        value={text}
        aria-label={t('cases.find')}
        placeholder={t('cases.find')}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      {error !== null && <ProblemNote error={error} />}
    </form>
  );
}
