import { useQueryClient } from '@tanstack/react-query';
import { useWords } from '../i18n/use-words';
import { usePrinting } from './use-printing';

/** On paper only: when it was printed, and how old what stands there was then. */
export function Printed() {
  const { t, dateTime, timeToTheSecond } = useWords();
  const queries = useQueryClient();
  const printedAt = usePrinting();
  if (printedAt === undefined) return null;
  const answered = queries
    .getQueryCache()
    .findAll({ type: 'active' })
    .flatMap(({ state }) => (state.dataUpdatedAt > 0 ? [state.dataUpdatedAt] : []));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <p className="printed">
      <b>{t('app.name')}</b> {t('print.at', { time: dateTime(printedAt), zone })}
      {answered.length > 0 && <> · {t('print.read', { time: timeToTheSecond(Math.min(...answered)) })}</>}
    </p>
  );
}
