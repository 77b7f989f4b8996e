import { useRef, type ChangeEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { useWords } from '../i18n/use-words';
import { tellUser } from '../ui/notices';
import type { PolicyText, Start } from './use-policy-text';

/** As the API takes it. */
const LONGEST_TEXT = 200_000;

/** Which text to begin with: a version, a draft, or a file. */
export function PolicyChoice({ chosen }: { readonly chosen: PolicyText }) {
  const { t, date, number } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const { known, name: chosenName, policy, start, file } = chosen;
  const open = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const picked = target.files?.[0];
    if (picked === undefined) return;
    const text = await picked.text();
    // Picked again, it is read again.
    target.value = '';
    if (text.length > LONGEST_TEXT) tellUser(t('whatIf.tooLong', { limit: number(LONGEST_TEXT) }));
    else chosen.open({ name: picked.name, text: text.replaceAll('\r\n', '\n') });
  };
  const toStart = (value: string): Start => (value === 'draft' || value === 'file' ? value : Number(value));
  return (
    <>
      <label className="filter">
        {t('whatIf.policy')}
        <select
          value={chosenName ?? ''}
          onChange={(event) => {
            chosen.choosePolicy(event.target.value);
          }}
        >
          {known.map(({ name, inUse }) => (
            <option key={name} value={name}>
              {inUse ? `${name} (${t('whatIf.inForce')})` : name}
            </option>
          ))}
        </select>
      </label>
      <label className="filter">
        {t('whatIf.start')}
        <select
          value={String(start ?? '')}
          onChange={(event) => {
            chosen.chooseStart(toStart(event.target.value));
          }}
        >
          {policy?.history.toReversed().map(({ version, effectiveFrom }) => (
            <option key={version} value={version}>
              {t('whatIf.version', { version })}
              {version === policy.inForce ? ` (${t('whatIf.inForce')})` : ` · ${date(effectiveFrom)}`}
            </option>
          ))}
          {policy !== undefined && policy.draft !== null && (
            <option value="draft">{t('whatIf.draft', { draft: policy.draft })}</option>
          )}
          {file !== undefined && <option value="file">{t('whatIf.uploaded', { name: file.name })}</option>}
        </select>
      </label>
      <Button className="button small" onPress={() => input.current?.click()}>
        {t('whatIf.upload')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".yaml,.yml,.txt"
        aria-label={t('whatIf.upload')}
        onChange={(event) => void open(event)}
      />
    </>
  );
}
