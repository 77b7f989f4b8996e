import { Button } from 'react-aria-components/Button';
import { useWords } from '../i18n/use-words';
import { useNow } from '../ui/use-now';
import type { Run } from './use-run';

/** How long a question has been on its way, with a way out of it. */
export function RunState({ run, onCancel }: { readonly run: Run; readonly onCancel: () => void }) {
  const { t } = useWords();
  if (run.step === 'cancelled')
    return (
      <p className="hint pad" role="status">
        {t('whatIf.cancelled')}
      </p>
    );
  if (run.step !== 'running') return null;
  return (
    <div className="what-if-running panel">
      <progress aria-label={t('whatIf.result')} />
      <RunningFor since={run.since ?? 0} />
      <Button className="button small" onPress={onCancel}>
        {t('whatIf.cancel')}
      </Button>
      <p className="hint">{t('whatIf.runningHint')}</p>
    </div>
  );
}

function RunningFor({ since }: { readonly since: number }) {
  const { t, duration } = useWords();
  const now = useNow();
  return <b>{t('whatIf.running', { duration: duration(Math.max(0, now - since)) })}</b>;
}
